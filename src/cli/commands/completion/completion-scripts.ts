/**
 * The scripts that each shell evaluates. They know nothing of the commands: `mci __complete WORD…` prints the
 * candidates for the last word, one a line with a description after a tab, so a script never goes out of date.
 */
export const completionScripts = {
	bash: `_mci() {
	local word="\${COMP_WORDS[COMP_CWORD]}" line
	# Bash splits words at = and @; mci needs them whole.
	if declare -F _get_comp_words_by_ref >/dev/null; then
		local cur words cword
		_get_comp_words_by_ref -n "=@:" cur words cword
		word="$cur"
	else
		local words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
	fi
	COMPREPLY=()
	while IFS= read -r line; do
		[ -n "$line" ] && COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
	done < <(mci __complete -- "\${words[@]:1:cword}" 2>/dev/null)
	if [ "\${#COMPREPLY[@]}" -eq 0 ]; then compopt -o default 2>/dev/null; fi
	if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$word"; fi
}
complete -F _mci mci
`,
	zsh: `#compdef mci
_mci() {
	local -a candidates
	local line
	while IFS= read -r line; do
		[[ -n "$line" ]] && candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
	done < <(mci __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
	if (( \${#candidates} )); then
		_describe 'mci' candidates
	else
		_files
	fi
}
if [ "\${funcstack[1]}" = "_mci" ]; then
	_mci "$@"
else
	compdef _mci mci
fi
`,
	fish: `function __mci_complete
	set -l words (commandline -opc) (commandline -ct)
	mci __complete -- $words[2..-1] 2>/dev/null
end
complete -c mci -a '(__mci_complete)'
`,
} as const;
