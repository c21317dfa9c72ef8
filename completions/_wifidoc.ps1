
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'wifidoc' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'wifidoc'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'wifidoc' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A report for people (text) or for programs (json)')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Check this interface and not the one that leads to the internet')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leaves this layer out; may be repeated')
            [CompletionResult]::new('--symptom', '--symptom', [CompletionResultType]::ParameterName, 'What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)')
            [CompletionResult]::new('--rounds', '--rounds', [CompletionResultType]::ParameterName, 'Measures so many rounds, no more and no less')
            [CompletionResult]::new('--far', '--far', [CompletionResultType]::ParameterName, 'A place of your own to ask instead of the public ones; up to three')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Keeps what is measured in this file')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Judges a file written by --record: the same report on any computer')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'No drawing, no columns, no colour: for screen readers')
            [CompletionResult]::new('--quick', '--quick', [CompletionResultType]::ParameterName, 'Two seconds: looks for complete failures only')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'This computer and the router only; nobody else is contacted')
            [CompletionResult]::new('--no-speed', '--no-speed', [CompletionResultType]::ParameterName, 'No speed test')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Shows the plan and contacts nobody')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'With --format json: the samples of every round too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'More detail')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Shows the version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Shows the version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Checks everything and names the cause; this is what wifidoc does without a command')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Shows the Wi-Fi networks around, which channels are full and which one suits you')
            [CompletionResult]::new('signal', 'signal', [CompletionResultType]::ParameterValue, 'Measures the signal while you walk about and says where a repeater belongs')
            [CompletionResult]::new('share', 'share', [CompletionResultType]::ParameterValue, 'Writes the text or the code for your provider: no names, addresses or passwords')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Shows in your language what a customer sent you')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Is a server for speed tests inside the home, to tell the Wi-Fi from the line')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Writes shell completions or man pages into a folder')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explains a code from a report, or a term such as "latency"')
            break
        }
        'wifidoc;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A report for people (text) or for programs (json)')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Check this interface and not the one that leads to the internet')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leaves this layer out; may be repeated')
            [CompletionResult]::new('--symptom', '--symptom', [CompletionResultType]::ParameterName, 'What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)')
            [CompletionResult]::new('--rounds', '--rounds', [CompletionResultType]::ParameterName, 'Measures so many rounds, no more and no less')
            [CompletionResult]::new('--far', '--far', [CompletionResultType]::ParameterName, 'A place of your own to ask instead of the public ones; up to three')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Keeps what is measured in this file')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Judges a file written by --record: the same report on any computer')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'No drawing, no columns, no colour: for screen readers')
            [CompletionResult]::new('--quick', '--quick', [CompletionResultType]::ParameterName, 'Two seconds: looks for complete failures only')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'This computer and the router only; nobody else is contacted')
            [CompletionResult]::new('--no-speed', '--no-speed', [CompletionResultType]::ParameterName, 'No speed test')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Shows the plan and contacts nobody')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'With --format json: the samples of every round too')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'More detail')
            break
        }
        'wifidoc;scan' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A list for people (text) or for programs (json)')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Use this Wi-Fi interface and not the first one')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'No drawing, no columns, no colour: for screen readers')
            [CompletionResult]::new('--cached', '--cached', [CompletionResultType]::ParameterName, 'Shows what the system already knows, without listening anew')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Again and again, until you press Ctrl-C')
            break
        }
        'wifidoc;signal' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A meter for people (text), or an object a line for programs (json)')
            [CompletionResult]::new('--interface', '--interface', [CompletionResultType]::ParameterName, 'Use this Wi-Fi interface and not the first one')
            [CompletionResult]::new('--spot', '--spot', [CompletionResultType]::ParameterName, 'The spot where you begin, such as kitchen; the next ones are typed on the way')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'No drawing, no columns, no colour: for screen readers')
            break
        }
        'wifidoc;share' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'text: some lines to paste (the default); code: 16 letters and digits to say on the telephone')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The number of your ticket, which travels in the text')
            [CompletionResult]::new('--replay', '--replay', [CompletionResultType]::ParameterName, 'Judges a file written by --record: the same report on any computer')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            break
        }
        'wifidoc;open' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A report for people (text) or for programs (json)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'No drawing, no columns, no colour: for screen readers')
            break
        }
        'wifidoc;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where to listen; without it, on all addresses of this computer, port 8700')
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Ends when nobody has used it for so many minutes; without it, 30; with 0, never')
            [CompletionResult]::new('--max-mb', '--max-mb', [CompletionResultType]::ParameterName, 'The megabytes that each computer may move in an hour; without it, 10000')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--allow-public', '--allow-public', [CompletionResultType]::ParameterName, 'Answers addresses from outside the home too')
            break
        }
        'wifidoc;generate' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            break
        }
        'wifidoc;explain' {
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'The language: Spanish, English or Portuguese; without it, the system''s')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Shows this help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Shows this help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
