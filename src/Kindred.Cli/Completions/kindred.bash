# Completes kindred in bash: verbs, options and their values; files where none of these fits.
#   source <(kindred completion bash)          here and now; in ~/.bashrc for every shell
_kindred() {
  local word=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} suggestions
  # The command does not need to hear its own name.
  line=${line#*[[:space:]]}
  suggestions=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null)
  # Options are for words that begin like one, so that files have their chance.
  [[ $word == -* ]] || suggestions=$(grep -v '^[-/]' <<< "$suggestions")
  mapfile -t COMPREPLY < <(compgen -W "$suggestions" -- "$word")
}
complete -o bashdefault -o default -F _kindred kindred
