# Completes kindred in PowerShell: verbs, options and their values; files where none of these fits.
#   kindred completion pwsh | Out-String | Invoke-Expression        here and now; in $PROFILE for every shell
Register-ArgumentCompleter -Native -CommandName kindred -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = $commandAst.CommandElements[0]
    $start = $program.Extent.EndOffset + 1
    # The command does not need to hear its own name. The text ends where the last word does, spaces after it are lost.
    $line = $commandAst.ToString().PadRight($cursorPosition - $commandAst.Extent.StartOffset)
    $line = $line.Substring([Math]::Min($line.Length, $start - $commandAst.Extent.StartOffset))
    & $program.Value "[suggest:$($line.Length)]" "$line" 2>$null |
        # Options are for words that begin like one, so that files have their chance.
        Where-Object { $_.StartsWith($wordToComplete) -and ($wordToComplete.StartsWith('-') -or $_ -notmatch '^[-/]') } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
