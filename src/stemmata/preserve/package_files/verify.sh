#!/bin/sh
# Checks this evidence package. Needs sh, openssl with Ed25519, and sha256sum or shasum. Writes to a temporary folder only.
#
#   sh verify.sh [--key SHA256:HEX]… [--checkpoint FILE]… [--tsa SHA256:HEX]… [FOLDER]
#
# --key         fingerprint of a log key that you got from elsewhere, not from this package
# --checkpoint  a checkpoint of the log, or a file with one, that you got from elsewhere: its three lines are compared
# --tsa         fingerprint of the root certificate of a time-stamp authority: SHA-256 of its DER, as authorities print it
#
# Ends with 0 ISSUED-MATCH, 3 CONSISTENT only, 1 BROKEN, 2 could not run. None of these says anything about the content.

set -u
LC_ALL=C
export LC_ALL
umask 077

broken() { printf 'BROKEN: %s\n' "$1"; exit 1; }
cannot() { printf 'CANNOT RUN: %s\n' "$1"; exit 2; }

keys=' ' tsas=' ' held=0 folder=''
t=$(mktemp -d) || cannot 'no temporary folder can be made'
trap 'rm -rf "$t"' EXIT
trap 'exit 2' HUP INT TERM
while [ $# -gt 0 ]; do
  case $1 in
    --key) printf '%s\n' "${2-}" | grep -Eqx 'SHA256:[0-9a-f]{64}' || cannot '--key takes SHA256: and 64 small hex digits'
      keys="$keys$2 "; shift 2 ;;
    --tsa) printf '%s\n' "${2-}" | grep -Eqx 'SHA256:[0-9a-f]{64}' || cannot '--tsa takes SHA256: and 64 small hex digits'
      tsas="$tsas$2 "; shift 2 ;;
    --checkpoint) [ -f "${2-}" ] || cannot '--checkpoint takes a file'
      held=$((held + 1)); cat "$2" > "$t/held.$held"; shift 2 ;;
    -*) cannot "no option is called $1" ;;
    *) [ -z "$folder" ] || cannot 'name one folder'; folder=$1; shift ;;
  esac
done
cd "${folder:-$(dirname "$0")}" 2> "$t/error" || cannot 'there is no such folder'

# --- small tools ---------------------------------------------------------------------------------------------------
if command -v sha256sum > "$t/out" 2>&1; then sums() { sha256sum "$@"; }
elif command -v shasum > "$t/out" 2>&1; then sums() { shasum -a 256 "$@"; }
else cannot 'neither sha256sum nor shasum is there'; fi

hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
digest() { openssl dgst -sha256 -binary > "$1"; }
hash_of() { digest "$t/hash" < "$1" && hex "$t/hash"; }
is() { printf '%s\n' "$1" | grep -Eqx "$2"; }  # the whole of a value has this form
line_is() { [ "$(tr -d '\000\n' < "$1" | wc -c)" -eq "$(wc -c < "$1")" ] && grep -Eqx "$2" "$1"; }  # a file is one line without its end, of this form
raw() { printf '%s\n' "$1" | openssl base64 -d -A > "$2" && [ "$(openssl base64 -A < "$2")" = "$1" ]; }
signed() { openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile "$3" > "$t/out" 2>&1; }

H='[0-9a-f]{64}' NUMBER='(0|[1-9][0-9]{0,14})' LOG='[0-9a-f]{16}-[0-9a-f]{8}' B32='[A-Za-z0-9+/]{43}='

# A signature that is known to hold, and one that is known not to: so that an openssl that cannot tell is found out.
printf '%s\n' '-----BEGIN PUBLIC KEY-----' 'MCowBQYDK2VwAyEANg8eESahFT92Y3BzxrpWPPjVq4EPa0D76LgDmOoUKrI=' \
  '-----END PUBLIC KEY-----' > "$t/known.pem"
known=kygkmVzbuqDHIXKEoIW8lIQ/NfxOB8G8YaloAWVKwlY9K0atdCXciw4XY/27JdAIuQr0CqLOwL/G+qG8DQubCA==
printf x > "$t/x"; printf y > "$t/y"
{ raw $known "$t/known.sig" && signed "$t/known.pem" "$t/x" "$t/known.sig" && ! signed "$t/known.pem" "$t/y" "$t/known.sig"
} 2> "$t/error" || cannot 'this openssl cannot check Ed25519 signatures (LibreSSL cannot): use verify.py'

node() { { printf '\001'; cat "$1" "$2"; } | digest "$t/next" && mv "$t/next" "${3:-$t/node}"; }

# climb LEAF INDEX SIZE HASHES: RFC 9162 section 2.1.3.2; the root that this leads to is then in $t/node.
climb() {
  { printf '\000'; cat "$1"; } | digest "$t/node"
  [ "$2" -lt "$3" ] || return 1
  at=$2 last=$(($3 - 1))
  [ -z "$4" ] || ! printf '%s\n' "$4" | grep -Evqx "$B32" || return 1
  for one in $4; do
    [ "$last" -gt 0 ] && raw "$one" "$t/side" || return 1
    if [ $((at & 1)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      node "$t/side" "$t/node"
      while [ $((at & 1)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at >> 1)) last=$((last >> 1)); done
    else node "$t/node" "$t/side"; fi
    at=$((at >> 1)) last=$((last >> 1))
  done
  [ "$last" -eq 0 ]
}

# extends OLD NEW HASHES: RFC 9162 section 2.1.4.2; the tree of root $t/root begins with that of root $t/first.
extends() {
  [ "$1" -gt 0 ] && [ "$1" -lt "$2" ] || return 1
  ! printf '%s\n' "$3" | grep -Evqx "$B32" || return 1
  at=$(($1 - 1)) last=$(($2 - 1))
  while [ $((at & 1)) -eq 1 ]; do at=$((at >> 1)) last=$((last >> 1)); done
  : > "$t/old"
  [ $(($1 & ($1 - 1))) -ne 0 ] || { cp "$t/first" "$t/old"; cp "$t/first" "$t/new"; }
  for one in $3; do
    raw "$one" "$t/side" || return 1
    if [ ! -s "$t/old" ]; then cp "$t/side" "$t/old"; cp "$t/side" "$t/new"; continue; fi
    [ "$last" -gt 0 ] || return 1
    if [ $((at & 1)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      node "$t/side" "$t/old" "$t/old"; node "$t/side" "$t/new" "$t/new"
      while [ $((at & 1)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at >> 1)) last=$((last >> 1)); done
    else node "$t/new" "$t/side" "$t/new"; fi
    at=$((at >> 1)) last=$((last >> 1))
  done
  [ "$last" -eq 0 ] && cmp -s "$t/old" "$t/first" && cmp -s "$t/new" "$t/root"
}

# epoch "Nov  8 10:24:33 2026 GMT": seconds since 1970, as openssl takes them for -attime.
epoch() {
  set -- $(printf '%s\n' "$1" | sed 's/\(:[0-9][0-9]\)\.[0-9]*/\1/; s/:/ /g; s/ 0\([0-9]\)/ \1/g; s/ 0\([0-9]\)/ \1/g')
  case $1 in Jan) m=10 ;; Feb) m=11 ;; Mar) m=0 ;; Apr) m=1 ;; May) m=2 ;; Jun) m=3 ;; Jul) m=4 ;; Aug) m=5 ;; Sep) m=6 ;;
    Oct) m=7 ;; Nov) m=8 ;; *) m=9 ;; esac
  y=$(($6 - (m > 9)))
  days=$((365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + $2 - 1 - 719468))
  echo $((((days * 24 + $3) * 60 + $4) * 60 + $5))
}

# --- 1. every file is listed, and every listed file has the hash that is listed --------------------------------------
[ -z "$(find . ! -type f ! -type d)" ] || broken 'something in it is neither a file nor a folder'
for one in manifest-sha256.txt tagmanifest-sha256.txt; do
  [ -s $one ] && [ -z "$(tail -c 1 $one)" ] && ! grep -Evqx "$H  [A-Za-z0-9][A-Za-z0-9._/-]*" $one ||
    broken "$one is missing, or not a list of hashes and files"
done
if grep -qv '  data/' manifest-sha256.txt; then broken 'manifest-sha256.txt lists what does not lie in data/'; fi
{ printf '%s\n' custody/package.sig custody/package.txt tagmanifest-sha256.txt
  cut -c 67- manifest-sha256.txt; cut -c 67- tagmanifest-sha256.txt; } | sort > "$t/listed"
find . -type f | cut -c 3- | sort > "$t/there"
cmp -s "$t/listed" "$t/there" ||
  broken "a file is missing, or is there and not listed: $(sort "$t/listed" "$t/there" | uniq -u | sed q | tr -cd '[:print:]')"
for one in tagmanifest-sha256.txt manifest-sha256.txt; do
  sums -c $one > "$t/out" 2> "$t/error" || broken "a file is not the one listed: $(grep -v ': OK$' "$t/out" | sed q)"
done

# --- 2. the issuer signed the list of lists ------------------------------------------------------------------------
issuer=$(sed -n 2p custody/package.txt)
is "$issuer" "$LOG" && [ -f "custody/$issuer/log-key.pem" ] || broken 'custody/package.txt names no log of this package'
printf 'stemmata package v1\n%s\n%s\n' "$issuer" "$(hash_of tagmanifest-sha256.txt)" | cmp -s - custody/package.txt ||
  broken 'custody/package.txt was signed for other contents'
signed "custody/$issuer/log-key.pem" custody/package.txt custody/package.sig ||
  broken 'the signature on the package does not hold'

# --- 3. each log: its key, its signed state, and entries that are in it --------------------------------------------
: > "$t/proved"
: > "$t/summary"
issued=yes tsa=none
for w in $(grep '^custody/[^/]*/' "$t/listed" | cut -d / -f 2 | sort -u); do
  d=custody/$w/
  is "$w" "$LOG" || broken "custody/ has a folder that is no log: $w"
  for one in log-key.pem checkpoint.txt checkpoint.sig; do [ -f "$d$one" ] || broken "$d$one is missing"; done
  openssl pkey -pubin -in "${d}log-key.pem" -outform DER > "$t/der" 2> "$t/error" &&
    openssl pkey -pubin -in "${d}log-key.pem" 2> "$t/error" | cmp -s - "${d}log-key.pem" &&
    [ "$(wc -c < "$t/der")" -eq 44 ] || broken "${d}log-key.pem is no Ed25519 key"
  tail -c 32 "$t/der" > "$t/key"
  fingerprint=$(hash_of "$t/key")
  case $fingerprint in "${w%-*}"*) ;; *) broken "the key of log $w is not the one in its name" ;; esac

  size=$(sed -n 2p "${d}checkpoint.txt") root=$(sed -n 3p "${d}checkpoint.txt")
  printf 'stemmata.log/%s\n%s\n%s\n' "$w" "$size" "$root" | cmp -s - "${d}checkpoint.txt" && is "$size" "$NUMBER" &&
    is "$root" "$B32" && raw "$root" "$t/root" || broken "${d}checkpoint.txt is no checkpoint of this log"
  signed "${d}log-key.pem" "${d}checkpoint.txt" "${d}checkpoint.sig" ||
    broken "the signature on the checkpoint of log $w does not hold"
  { printf 'stemmata.log/%s\n\001' "$w"; cat "$t/key"; } | digest "$t/id"
  { cat "${d}checkpoint.txt"; printf '\n\342\200\224 stemmata.log/%s ' "$w"
    { dd if="$t/id" bs=4 count=1 2> "$t/error"; cat "${d}checkpoint.sig"; } | openssl base64 -A; printf '\n'; } > "$t/note"

  for a in "$d"anchor-*.note; do
    [ -f "$a" ] || continue
    b=${a%.note} n=${a%.note} n=${n##*/anchor-}
    sed 3q "$a" > "$t/text"
    printf 'stemmata.log/%s\n%s\n%s\n' "$w" "$n" "$(sed -n 3p "$a")" | cmp -s - "$t/text" && is "$n" "$NUMBER" &&
      raw "$(sed -n '5s/.* //p' "$a")" "$t/sig" && raw "$(sed -n 3p "$a")" "$t/first" || broken "$a is no checkpoint of this log"
    { cat "$t/text"; printf '\n\342\200\224 stemmata.log/%s ' "$w"
      { dd if="$t/id" bs=4 count=1 2> "$t/error"; tail -c 64 "$t/sig"; } | openssl base64 -A; printf '\n'; } > "$t/one"
    tail -c 64 "$t/sig" > "$t/own"
    cmp -s "$t/one" "$a" && signed "${d}log-key.pem" "$t/text" "$t/own" || broken "the signature on $a does not hold"
    if [ "$n" -eq "$size" ]; then cmp -s "$t/text" "${d}checkpoint.txt" || broken "$a is another state of the same size"
    else
      [ -f "$b.consistency" ] || broken "$a is not shown to be an earlier state of log $w"
      hashes=$(sed '1d; /^$/,$d' "$b.consistency")
      { printf 'old %s\n%s\n\n' "$n" "$hashes"; cat "$t/note"; } | cmp -s - "$b.consistency" && extends "$n" "$size" "$hashes" ||
        broken "$a is not shown to be an earlier state of log $w"
    fi
    cat "$a" > "$t/covered"
    k=0
    while [ "$k" -eq 0 ] || [ -f "$b.$k.tsr" ]; do
      [ -f "$b.$k.tsr" ] && [ -f "$b.$k.root.pem" ] || broken "$b has no time stamp or no root certificate"
      openssl ts -reply -in "$b.$k.tsr" -text > "$t/out" 2> "$t/error"
      time=$(sed -n 's/^Time stamp: //p' "$t/out")
      is "$time" '[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)? [0-9]{4} GMT' &&
        grep -qx 'Hash Algorithm: sha256' "$t/out" || broken "$b.$k.tsr is no time stamp over a SHA-256"
      if [ -f "$b.$k.chain.pem" ]; then set -- -untrusted "$b.$k.chain.pem"; else set --; fi
      openssl ts -verify -data "$t/covered" -in "$b.$k.tsr" -CAfile "$b.$k.root.pem" -partial_chain "$@" \
        -attime "$(epoch "$time")" > "$t/out" 2> "$t/error" || broken "the time stamp $b.$k.tsr does not hold"
      cat "$b.$k.tsr" >> "$t/covered"
      openssl x509 -in "$b.$k.root.pem" -outform DER > "$t/der" 2> "$t/error" || broken "$b.$k.root.pem is no certificate"
      authority=SHA256:$(hash_of "$t/der")
      case $tsas in ' ') named='not compared' ;; *" $authority "*) named='which you named' ;; *) named='NOT one that you named' tsa=wrong ;; esac
      [ "$tsa" = wrong ] || tsa=right
      if [ "$k" -eq 0 ]; then printf '  the first %s entries of log %s existed by %s,\n' "$n" "$w" "$time" >> "$t/summary"
      else printf '    stamped again at %s,\n' "$time" >> "$t/summary"; fi
      printf '    says the time-stamp authority with root %s, %s\n' "$authority" "$named" >> "$t/summary"
      k=$((k + 1))
    done
  done

  for e in "$d"*.entry; do
    [ -f "$e" ] || continue
    n=${e##*/} n=${n%.entry}
    is "$n" "$NUMBER" && [ -f "$d$n.tlog-proof" ] || broken "$e has no number or no proof"
    line_is "$e" "\{\"header\":\{\"author\":\"$fingerprint\",\"body\":\"$H\",\"claimed_us\":(0|-?[1-9][0-9]{0,15}),\"references\":\{\"manifest\":\[\"$H\"\],\"rows\":\[\"$H\"\](,\"told\":\[\"$H\"\])?\},\"type\":\"(receive|derive|redact)\",\"v\":1\},\"signature\":\"[A-Za-z0-9+/]{86}==\"\}" ||
      broken "$e is no entry of this log in its one form"
    { printf 'stemmata entry v1\n'; sed 's/^{"header":\(.*\),"signature":"[^"]*"}$/\1/' "$e" | tr -d '\n'; } > "$t/header"
    raw "$(sed 's/.*"signature":"\([^"]*\)"}$/\1/' "$e")" "$t/sig" && signed "${d}log-key.pem" "$t/header" "$t/sig" ||
      broken "the signature of entry $n of log $w does not hold"

    gap=$(grep -n '^$' "$d$n.tlog-proof" | sed 's/:.*//;q')
    hashes=$(sed -n "3,$((${gap:-3} - 1))p" "$d$n.tlog-proof")
    [ "${gap:-0}" -gt 3 ] || hashes=''
    { printf 'c2sp.org/tlog-proof@v1\nindex %s\n' "$n"; [ -z "$hashes" ] || printf '%s\n' "$hashes"; printf '\n'
      cat "$t/note"; } | cmp -s - "$d$n.tlog-proof" && climb "$e" "$n" "$size" "$hashes" && cmp -s "$t/node" "$t/root" ||
      broken "entry $n is not shown to be in the signed state of log $w"

    case $(sed 's/.*"type":"\([a-z]*\)".*/\1/' "$e") in receive) kind=originals ;; *) kind=redacted ;; esac
    rows=$(sed 's/.*"rows":\["\([0-9a-f]*\)"\].*/\1/' "$e")
    if [ -f "$d$n.told" ]; then
      told=$(sed 's/.*"told":\["\([0-9a-f]*\)"\].*/\1/' "$e")
      [ "$(hash_of "$d$n.told")" = "$told" ] || broken "$d$n.told is not what the entry commits to"
    fi
    for r in "$d$n".*.row; do
      [ -f "$r" ] || continue
      i=${r#"$d$n."} i=${i%.row}
      is "$i" "$NUMBER" && [ -f "$d$n.$i.row-proof" ] || broken "$r has no number or no proof"
      line_is "$r" "\{\"bytes\":(0|[1-9][0-9]{0,15}),\"name\":\"$H\",(\"of\":\"$H\",)?\"salt\":\"[0-9a-f]{32}\",\"sha256\":\"$H\"\}" ||
        broken "$r is no row in its one form"
      many=$(sed -n '2s/^rows //p' "$d$n.$i.row-proof") hashes=$(sed -n '3,$p' "$d$n.$i.row-proof")
      { printf 'row %s\nrows %s\n' "$i" "$many"; [ -z "$hashes" ] || printf '%s\n' "$hashes"; } |
        cmp -s - "$d$n.$i.row-proof" && is "$many" "$NUMBER" && climb "$r" "$i" "$many" "$hashes" &&
        [ "$(hex "$t/node")" = "$rows" ] || broken "row $i is not shown to be in entry $n of log $w"
      if [ -f "$d$n.$i.name" ]; then
        [ "$(hash_of "$d$n.$i.name")" = "$(sed 's/.*"name":"\([0-9a-f]*\)".*/\1/' "$r")" ] ||
          broken "$d$n.$i.name is not what the row commits to"
      fi
      sha=$(sed 's/.*"sha256":"\([0-9a-f]*\)".*/\1/' "$r")
      grep -E "^$sha  data/$kind/$sha(\.[a-z0-9]{1,5})?\$" manifest-sha256.txt | cut -c 67- > "$t/one"
      file=$(cat "$t/one")
      [ "$(wc -l < "$t/one")" -eq 1 ] && [ "$(wc -c < "$file")" -eq "$(sed 's/^{"bytes":\([0-9]*\).*/\1/' "$r")" ] ||
        broken "the file of row $i of entry $n is not in data/$kind"
      printf '%s\n' "$file" >> "$t/proved"
      printf '  %s\n    is row %s of entry %s of log %s\n' "$file" "$i" "$n" "$w" >> "$t/summary"
    done
  done
  printf '  log %s, state signed at %s entries\n    key SHA256:%s\n' "$w" "$size" "$fingerprint" >> "$t/summary"

  # --- 4. against what came from elsewhere
  case $keys in *" SHA256:$fingerprint "*) match=yes ;; *) match='' ;; esac
  for other in "$t"/held.*; do
    [ -f "$other" ] || continue
    awk -v name="stemmata.log/$w" '$0 == name { n = 3 } n { print; if (--n == 0) exit }' "$other" > "$t/one"
    [ -s "$t/one" ] || continue
    if cmp -s "$t/one" "${d}checkpoint.txt"; then match=yes
    elif [ "$(sed -n 2p "$t/one")" = "$size" ]; then
      broken "your checkpoint of log $w is another state of the same size: one of the two was rewritten"
    else printf '  your checkpoint of log %s is of another size and was not compared\n' "$w" >> "$t/summary"; fi
  done
  [ -n "$match" ] || issued=''
  [ -n "$match" ] || [ "$keys" = ' ' ] || printf '  the key of log %s is NOT one that you named\n' "$w" >> "$t/summary"
done
sort -u "$t/proved" > "$t/shown"
[ -s "$t/shown" ] || broken 'it proves no file'
grep -v '^data/dossier\.json$' "$t/there" | grep '^data/' | cmp -s - "$t/shown" || broken 'a file in data/ is proved by no entry'

if [ "$tsas" != ' ' ] && [ "$tsa" != right ]; then
  issued=''
  [ "$tsa" = wrong ] || echo '  no time stamp is in this package' >> "$t/summary"
fi

cat "$t/summary"
echo 'CONSISTENT: everything in this package agrees with everything else in it.'
if [ -n "$issued" ]; then
  echo 'ISSUED-MATCH: it comes from the holders of the keys or checkpoints that you named, and is unchanged since.'
  echo 'This says nothing about the content: not who filmed it, nor when, nor what it shows.'
  exit 0
fi
echo 'Anybody can make a package that is consistent. Compare the keys above with some from elsewhere (--key).'
echo 'This says nothing about the content: not who filmed it, nor when, nor what it shows.'
exit 3
