# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_wifidoc_global_optspecs
    string join \n h/help format= plain interface= network= quick only= skip= symptom= rounds= far= target= offline no-speed dry-run record= replay= raw verbose lang= V/version
end

function __fish_wifidoc_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_wifidoc_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_wifidoc_using_subcommand
    set -l cmd (__fish_wifidoc_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c wifidoc -n "__fish_wifidoc_needs_command" -l format -d 'A report for people (text) or for programs (json)' -r -f -a "text\t''
json\t''"
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l interface -d 'Check this interface and not the one that leads to the internet' -r
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l network -d 'The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows' -r
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l only -d 'Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service' -r -f -a "host\t''
radio\t''
joining\t''
addresses\t''
router\t''
line\t''
names\t''
web\t''
throughput\t''
service\t''"
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l skip -d 'Leaves this layer out; may be repeated' -r -f -a "host\t''
radio\t''
joining\t''
addresses\t''
router\t''
line\t''
names\t''
web\t''
throughput\t''
service\t''"
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l symptom -d 'What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)' -r -f -a "slow\t''
calls\t''
pages\t''
drops\t''
nothing\t''
one-site\t''
gadget\t''"
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l rounds -d 'Measures so many rounds, no more and no less' -r
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l far -d 'A place of your own to ask instead of the public ones; up to three' -r -f -a "(__fish_print_hostnames)"
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l target -d 'The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one' -r -f
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l record -d 'Keeps what is measured in this file' -r -F
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l replay -d 'Judges a file written by --record: the same report on any computer' -r -F
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_needs_command" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l plain -d 'No drawing, no columns, no colour: for screen readers'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l quick -d 'Two seconds: looks for complete failures only'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l offline -d 'This computer and the router only; nobody else is contacted'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l no-speed -d 'No speed test'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l dry-run -d 'Shows the plan and contacts nobody'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l raw -d 'With --format json: the samples of every round too'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -l verbose -d 'More detail'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -s V -l version -d 'Shows the version'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "check" -d 'Checks everything and names the cause; this is what wifidoc does without a command'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "scan" -d 'Shows the Wi-Fi networks around, which channels are full and which one suits you'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "signal" -d 'Measures the signal while you walk about and says where a repeater belongs'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "share" -d 'Writes the text or the code for your provider: no names, addresses or passwords'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "open" -d 'Shows in your language what a customer sent you'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "serve" -d 'Is a server for speed tests inside the home, to tell the Wi-Fi from the line'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "generate" -d 'Writes shell completions or man pages into a folder'
complete -c wifidoc -n "__fish_wifidoc_needs_command" -f -a "explain" -d 'Explains a code from a report, or a term such as "latency"'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l format -d 'A report for people (text) or for programs (json)' -r -f -a "text\t''
json\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l interface -d 'Check this interface and not the one that leads to the internet' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l network -d 'The name of the Wi-Fi at home, for when the computer is in none; without it, one that this computer knows' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l only -d 'Looks at this layer only; may be repeated. Layers: host radio joining addresses router line names web throughput service' -r -f -a "host\t''
radio\t''
joining\t''
addresses\t''
router\t''
line\t''
names\t''
web\t''
throughput\t''
service\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l skip -d 'Leaves this layer out; may be repeated' -r -f -a "host\t''
radio\t''
joining\t''
addresses\t''
router\t''
line\t''
names\t''
web\t''
throughput\t''
service\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l symptom -d 'What you notice: slow, calls (they break up), pages (they start late), drops, nothing (nothing works), one-site (one site fails), gadget (one device fails)' -r -f -a "slow\t''
calls\t''
pages\t''
drops\t''
nothing\t''
one-site\t''
gadget\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l rounds -d 'Measures so many rounds, no more and no less' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l far -d 'A place of your own to ask instead of the public ones; up to three' -r -f -a "(__fish_print_hostnames)"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l target -d 'The service that fails, as https://example.org or example.org:993: tries it beside others and says whether it is that one' -r -f
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l record -d 'Keeps what is measured in this file' -r -F
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l replay -d 'Judges a file written by --record: the same report on any computer' -r -F
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l plain -d 'No drawing, no columns, no colour: for screen readers'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l quick -d 'Two seconds: looks for complete failures only'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l offline -d 'This computer and the router only; nobody else is contacted'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l no-speed -d 'No speed test'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l dry-run -d 'Shows the plan and contacts nobody'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l raw -d 'With --format json: the samples of every round too'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand check" -l verbose -d 'More detail'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -l format -d 'A list for people (text) or for programs (json)' -r -f -a "text\t''
json\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -l interface -d 'Use this Wi-Fi interface and not the first one' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -l plain -d 'No drawing, no columns, no colour: for screen readers'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -l cached -d 'Shows what the system already knows, without listening anew'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand scan" -l watch -d 'Again and again, until you press Ctrl-C'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand signal" -l format -d 'A meter for people (text), or an object a line for programs (json)' -r -f -a "text\t''
json\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand signal" -l interface -d 'Use this Wi-Fi interface and not the first one' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand signal" -l spot -d 'The spot where you begin, such as kitchen; the next ones are typed on the way' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand signal" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand signal" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand signal" -l plain -d 'No drawing, no columns, no colour: for screen readers'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand share" -l format -d 'text: some lines to paste (the default); code: 16 letters and digits to say on the telephone' -r -f -a "text\t''
code\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand share" -l ticket -d 'The number of your ticket, which travels in the text' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand share" -l replay -d 'Judges a file written by --record: the same report on any computer' -r -F
complete -c wifidoc -n "__fish_wifidoc_using_subcommand share" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand share" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand open" -l format -d 'A report for people (text) or for programs (json)' -r -f -a "text\t''
json\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand open" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand open" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand open" -l plain -d 'No drawing, no columns, no colour: for screen readers'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand serve" -l listen -d 'Where to listen; without it, on all addresses of this computer, port 8700' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand serve" -l for -d 'Ends when nobody has used it for so many minutes; without it, 30; with 0, never' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand serve" -l max-mb -d 'The megabytes that each computer may move in an hour; without it, 10000' -r
complete -c wifidoc -n "__fish_wifidoc_using_subcommand serve" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand serve" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand serve" -l allow-public -d 'Answers addresses from outside the home too'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand generate" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand generate" -s h -l help -d 'Shows this help'
complete -c wifidoc -n "__fish_wifidoc_using_subcommand explain" -l lang -d 'The language: Spanish, English or Portuguese; without it, the system\'s' -r -f -a "es\t''
en\t''
pt\t''"
complete -c wifidoc -n "__fish_wifidoc_using_subcommand explain" -s h -l help -d 'Shows this help'
