# Completion of alicloud-generator for fish.

# Asks for the words that fit, and fails where fish is to complete files, as it does by itself.
function __alicloud_generator_has_words
    set -g __alicloud_generator_words (
        command env _ALICLOUD_GENERATOR_COMPLETE=(commandline -cp | string collect) \
            alicloud-generator 2>/dev/null </dev/null
    )
    set -l kind $__alicloud_generator_words[1]
    set -e __alicloud_generator_words[1]
    if test "$kind" = dir
        set __alicloud_generator_words (__fish_complete_directories (commandline -ct))
    end
    set -q __alicloud_generator_words[1]; or contains -- "$kind" dir plain
end

complete -c alicloud-generator -n __alicloud_generator_has_words -f -k \
    -a '(string join \n -- $__alicloud_generator_words)'
