# Completion of alicloud-generator for bash.

_alicloud_generator() {
    local answer kind word
    COMPREPLY=()
    # Behind < or >, bash completes files if there are no words.
    [[ $3 == *[\<\>] ]] && return
    # The line as it is typed: bash has split its words at each colon and equals sign.
    answer=$(command env _ALICLOUD_GENERATOR_COMPLETE="${COMP_LINE:0:COMP_POINT}" \
        _ALICLOUD_GENERATOR_PART="$2" alicloud-generator 2>/dev/null </dev/null)
    {
        IFS= read -r kind
        while IFS=$'\t' read -r word _; do
            COMPREPLY+=("$word")
        done
    } <<<"$answer"
    # Files are completed by bash itself, which knows of quotes and ~. Before bash 4, it does that
    # wherever no word fits: there is no compopt.
    {
        case $kind in
            dir) compopt +o bashdefault +o default -o dirnames ;;
            plain) compopt +o bashdefault +o default ;;
        esac
        if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=.] ]]; then
            compopt -o nospace
        fi
    } 2>/dev/null
}

complete -o nosort -o bashdefault -o default -F _alicloud_generator alicloud-generator 2>/dev/null ||
    complete -o bashdefault -o default -F _alicloud_generator alicloud-generator
