// What the notary hands out, judged by code that nobody here wrote: Go's sumdb/note and
// sumdb/tlog, which verify the checksum database of every Go module.
//
// Usage: judge KEY FOLDER, where FOLDER holds what a test wrote: old.txt and new.txt (checkpoints),
// grown.txt (a proof of consistency), proof/preuve.tlog-proof, entries/ (a folder of tlog-tiles).
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
}

func check(holds bool, what string) {
	if !holds {
		must(fmt.Errorf("%s", what))
	}
}

func read(parts ...string) string {
	bytes, err := os.ReadFile(filepath.Join(parts...))
	must(err)
	return string(bytes)
}

// The tree that a signed note names.
func tree(verifier note.Verifier, text string) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	check(len(opened.Sigs) > 0, "no signature by the key")
	lines := strings.Split(opened.Text, "\n")
	check(len(lines) == 4 && lines[0] == verifier.Name() && lines[3] == "", "not a checkpoint")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	hash, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: hash}
}

func hashes(lines []string) (proof []tlog.Hash) {
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		proof = append(proof, hash)
	}
	return proof
}

func inclusion(verifier note.Verifier, text string) {
	head, checkpoint, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	check(lines[0] == "c2sp.org/tlog-proof@v1", "another form of proof")
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	signed := tree(verifier, checkpoint)
	proof := tlog.RecordProof(hashes(lines[3:]))
	must(tlog.CheckRecord(proof, signed.N, signed.Hash, index, tlog.RecordHash(leaf)))
}

func consistency(verifier note.Verifier, old, text string) {
	head, checkpoint, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	before, after := tree(verifier, old), tree(verifier, checkpoint)
	check(lines[0] == fmt.Sprintf("old %d", before.N), "it begins elsewhere")
	proof := tlog.TreeProof(hashes(lines[1:]))
	must(tlog.CheckTree(proof, after.N, after.Hash, before.N, before.Hash))
}

// The tiles of a folder, which Go checks against the signed root as it reads them.
type folder struct{ at string }

func path(tile tlog.Tile) string {
	// Go's paths name the height of a tile, those of tlog-tiles, which is always 8, do not.
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		bytes, err := os.ReadFile(filepath.Join(f.at, path(tile)))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func entries(verifier note.Verifier, at string) int64 {
	signed := tree(verifier, read(at, "checkpoint"))
	reader := tlog.TileHashReader(signed, folder{at})
	for first := int64(0); first < signed.N; first += 256 {
		width := signed.N - first
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(width)}
		bundle := []byte(read(at, strings.Replace(path(tile), "tile/0/", "tile/entries/", 1)))
		for index := first; index < first+width; index++ {
			length := int(binary.BigEndian.Uint16(bundle))
			leaf := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			stored, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			must(err)
			check(stored[0] == tlog.RecordHash(leaf), fmt.Sprintf("entry %d", index))
		}
		check(len(bundle) == 0, "a bundle is too long")
	}
	return signed.N
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	at := os.Args[2]
	consistency(verifier, read(at, "old.txt"), read(at, "grown.txt"))
	inclusion(verifier, read(at, "proof", "preuve.tlog-proof"))
	fmt.Println("JUDGED:", entries(verifier, filepath.Join(at, "entries")), "entries")
}
