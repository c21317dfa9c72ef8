
use builtin;
use str;

set edit:completion:arg-completer[wifidoc] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'wifidoc'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'wifidoc'= {
            cand --format 'A report for people (text) or for programs (json)'
            cand --interface 'Check this interface and not the one that leads to the internet'
            cand --network 'The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows'
            cand --only 'Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service'
            cand --skip 'Leaves this layer out; may be repeated'
            cand --symptom 'What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)'
            cand --rounds 'Measures so many rounds, no more and no less'
            cand --far 'A place of your own to ask instead of the public ones; up to three'
            cand --target 'The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one'
            cand --record 'Keeps what is measured in this file'
            cand --replay 'Judges a file written by --record: the same report on any computer'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
            cand --plain 'No drawing, no columns, no colour: for screen readers'
            cand --quick 'Two seconds: looks for complete failures only'
            cand --offline 'This computer and the router only; nobody else is contacted'
            cand --no-speed 'No speed test'
            cand --dry-run 'Shows the plan and contacts nobody'
            cand --raw 'With --format json: the samples of every round too'
            cand --verbose 'More detail'
            cand -V 'Shows the version'
            cand --version 'Shows the version'
            cand check 'Checks everything and names the cause; this is what wifidoc does without a command'
            cand scan 'Shows the Wi-Fi networks around, which channels are full and which one suits you'
            cand signal 'Measures the signal while you walk about and says where a repeater belongs'
            cand share 'Writes the text or the code for your provider: no names, addresses or passwords'
            cand open 'Shows in your language what a customer sent you'
            cand serve 'Is a server for speed tests inside the home, to tell the Wi-Fi from the line'
            cand generate 'Writes shell completions or man pages into a folder'
            cand explain 'Explains a code from a report, or a term such as "latency"'
        }
        &'wifidoc;check'= {
            cand --format 'A report for people (text) or for programs (json)'
            cand --interface 'Check this interface and not the one that leads to the internet'
            cand --network 'The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows'
            cand --only 'Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service'
            cand --skip 'Leaves this layer out; may be repeated'
            cand --symptom 'What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)'
            cand --rounds 'Measures so many rounds, no more and no less'
            cand --far 'A place of your own to ask instead of the public ones; up to three'
            cand --target 'The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one'
            cand --record 'Keeps what is measured in this file'
            cand --replay 'Judges a file written by --record: the same report on any computer'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
            cand --plain 'No drawing, no columns, no colour: for screen readers'
            cand --quick 'Two seconds: looks for complete failures only'
            cand --offline 'This computer and the router only; nobody else is contacted'
            cand --no-speed 'No speed test'
            cand --dry-run 'Shows the plan and contacts nobody'
            cand --raw 'With --format json: the samples of every round too'
            cand --verbose 'More detail'
        }
        &'wifidoc;scan'= {
            cand --format 'A list for people (text) or for programs (json)'
            cand --interface 'Use this Wi-Fi interface and not the first one'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
            cand --plain 'No drawing, no columns, no colour: for screen readers'
            cand --cached 'Shows what the system already knows, without listening anew'
            cand --watch 'Again and again, until you press Ctrl-C'
        }
        &'wifidoc;signal'= {
            cand --format 'A meter for people (text), or an object a line for programs (json)'
            cand --interface 'Use this Wi-Fi interface and not the first one'
            cand --spot 'The spot where you begin, such as kitchen; the next ones are typed on the way'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
            cand --plain 'No drawing, no columns, no colour: for screen readers'
        }
        &'wifidoc;share'= {
            cand --format 'text: some lines to paste (the default); code: 16 letters and digits to say on the telephone'
            cand --ticket 'The number of your ticket, which travels in the text'
            cand --replay 'Judges a file written by --record: the same report on any computer'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
        }
        &'wifidoc;open'= {
            cand --format 'A report for people (text) or for programs (json)'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
            cand --plain 'No drawing, no columns, no colour: for screen readers'
        }
        &'wifidoc;serve'= {
            cand --listen 'Where to listen; without it, on all addresses of this computer, port 8700'
            cand --for 'Ends when nobody has used it for so many minutes; without it, 30; with 0, never'
            cand --max-mb 'The megabytes that each computer may move in an hour; without it, 10000'
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
            cand --allow-public 'Answers addresses from outside the home too'
        }
        &'wifidoc;generate'= {
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
        }
        &'wifidoc;explain'= {
            cand --lang 'The language: Spanish, English or Portuguese; without it, the system''s'
            cand -h 'Shows this help'
            cand --help 'Shows this help'
        }
    ]
    $completions[$command]
}
