# Completes kindred in fish: verbs, options and their values, and files.
#   kindred completion fish | source           here and now; or as ~/.config/fish/completions/kindred.fish
function __kindred_suggestions
    # The command does not need to hear its own name.
    set -l line (string replace -r '^\s*\S+\s' '' -- (commandline --cut-at-cursor | string collect))
    # Options are for words that begin like one.
    if string match -q -- '-*' (commandline --current-token)
        kindred "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
    else
        kindred "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v -r '^[-/]'
    end
end
complete -c kindred -a '(__kindred_suggestions)'
