#compdef alicloud-generator
# Completion of alicloud-generator for zsh.

_alicloud-generator() {
    local -a answer whole begun
    local kind line word
    answer=("${(@f)$(command env \
        _ALICLOUD_GENERATOR_COMPLETE="${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" \
        alicloud-generator 2>/dev/null </dev/null)}")
    kind=$answer[1]
    for line in "${(@)answer[2,-1]}"; do
        word=${line%%$'\t'*}
        # What _describe takes: the word, a colon, what it means.
        line=${${word//\\/\\\\}//:/\\:}${${line#"$word"}/$'\t'/:}
        if [[ $word == *[=.] ]]; then
            begun+=("$line")
        else
            whole+=("$line")
        fi
    done
    if (( $#whole + $#begun )); then
        (( $#whole )) && _describe -V value whole
        (( $#begun )) && _describe -V value begun -S ''
        return
    fi
    [[ $PREFIX == -*=* ]] && compset -P 1 '*='
    case $kind in
        file) _files ;;
        dir) _files -/ ;;
    esac
}

# Read from a file of this name, which becomes the function above, or by eval.
if [[ $funcstack[1] == _alicloud-generator ]]; then
    _alicloud-generator "$@"
else
    compdef _alicloud-generator alicloud-generator
fi
