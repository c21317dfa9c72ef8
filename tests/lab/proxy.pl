#!/usr/bin/perl
# proxy.pl ADDRESS PORT works|mute|no-way|password|not-a-proxy -- a very small HTTP proxy that knows CONNECT alone, or one that fails.
use strict; use warnings; use IO::Socket::INET; use IO::Select;
my ($at, $port, $how) = @ARGV;
$SIG{CHLD} = 'IGNORE';
my $listen = IO::Socket::INET->new(LocalAddr => $at, LocalPort => $port, Listen => 20, ReuseAddr => 1) or die "proxy: $!\n";
while (my $client = $listen->accept or $!{EINTR}) {
  next unless $client;
  if (fork) { close $client; next }
  close $listen;
  if ($how eq 'mute') { sleep 60; exit }
  my $head = '';
  while ($head !~ /\r?\n\r?\n/ and length $head < 8192) { sysread $client, $head, 1024, length $head or exit }
  if ($how eq 'not-a-proxy') { syswrite $client, "220 mail ready\r\n"; exit }
  if ($how eq 'password') { syswrite $client, "HTTP/1.1 407 who are you\r\nProxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n"; exit }
  my ($host, $to) = $head =~ m{^CONNECT \[?([^ ]+?)\]?:(\d+) HTTP/1} or do { syswrite $client, "HTTP/1.1 405 CONNECT only\r\n\r\n"; exit };
  my $far = $how eq 'works' ? IO::Socket::INET->new(PeerAddr => $host, PeerPort => $to, Timeout => 5) : undef;
  unless ($far) { syswrite $client, "HTTP/1.1 502 no way out\r\nContent-Length: 0\r\n\r\n"; exit }
  syswrite $client, "HTTP/1.1 200 go on\r\n\r\n";
  my $both = IO::Select->new($client, $far);
  while (my @ready = $both->can_read(30)) {
    for my $from (@ready) { sysread $from, my $bytes, 16384 or exit; syswrite($from == $client ? $far : $client, $bytes) }
  }
  exit;
}
