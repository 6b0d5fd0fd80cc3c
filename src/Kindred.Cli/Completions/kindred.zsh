#compdef kindred
# Completes kindred in zsh: verbs, options and their values; files where none of these fits.
#   source <(kindred completion zsh)           here and now, after compinit; or as _kindred in a folder of $fpath
_kindred() {
  local line=${BUFFER[1,CURSOR]}
  local -a suggestions
  # The command does not need to hear its own name.
  line=${line#*[[:space:]]}
  suggestions=(${(f)"$(${words[1]} "[suggest:${#line}]" "$line" 2> /dev/null)"})
  # Options are for words that begin like one, so that files have their chance.
  [[ $PREFIX == -* ]] || suggestions=(${suggestions:#[-/]*})
  compadd -a suggestions || _files
}
if [[ ${funcstack[1]:-} == _kindred ]]; then
  _kindred "$@"
else
  compdef _kindred kindred
fi
