/**
 * The script by which bash completes. The package behind the other shells has one that cannot be sourced twice and that
 * needs the package bash-completion.
 */
export function bashCompletion(name: string): string {
  const id = `__${name.replaceAll('-', '_')}_complete`
  return `# bash completion for ${name}
${id}() {
    local line=\${COMP_LINE:0:COMP_POINT} answer value flag=
    local -a words
    # Bash breaks words at = and :, which may be part of a value.
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    local cur=\${words[\${#words[@]}-1]}
    # A flag with its value is completed as the two of them.
    if [[ $cur == --*=* ]]; then
        flag=\${cur%%=*}
        cur=\${cur#*=}
        words=("\${words[@]:0:\${#words[@]}-1}" "$flag" "$cur")
    fi
    answer=$(${name} complete -- "\${words[@]:1}" 2>/dev/null) || return
    COMPREPLY=()
    while IFS= read -r value; do
        case $value in
            ''|:*) ;;
            *) value=\${value%%$'\\t'*}; [[ $value == "$cur"* ]] && COMPREPLY+=("\${value#"\${cur%"\${cur##*[=:]}"}"}") ;;
        esac
    done <<< "$answer"
    # The last line tells whether files may be meant.
    if [[ \${#COMPREPLY[@]} -eq 0 && $answer == *:0 ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$cur")
    fi
}
complete -F ${id} ${name}
`
}
