/** Numbers that are added one by one and kept unboxed, as very many of them would be garbage otherwise. */
export class NumberList {
  #numbers: Float64Array<ArrayBuffer>
  #length = 0

  /** `usual` is how many there will probably be. */
  constructor(usual = 0) {
    this.#numbers = new Float64Array(Math.max(usual, 16))
  }

  get length(): number {
    return this.#length
  }

  add(number: number): void {
    if (this.#length === this.#numbers.length) {
      const grown = new Float64Array(2 * this.#length)
      grown.set(this.#numbers)
      this.#numbers = grown
    }
    this.#numbers[this.#length++] = number
  }

  at(index: number): number {
    return this.#numbers[index] as number
  }

  replace(index: number, number: number): void {
    this.#numbers[index] = number
  }

  all(): Float64Array<ArrayBuffer> {
    return this.#numbers.subarray(0, this.#length)
  }
}
