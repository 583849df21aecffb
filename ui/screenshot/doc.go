// Package screenshot paints the pictures and the film of the README, from the same scenes as the golden screens:
//
//	go test ./ui/screenshot -update
//
// Without -update its test fails where a picture in the folder screenshots no longer shows what the program draws.
//
// [Film] (film.go) is an animated GIF, of the script in uitest.Film.
//
// A picture is painted cell by cell (paint.go) with the letters of DejaVu Sans Mono (letters.go), in the colours that
// a terminal may give to its 16 (palette.go).
package screenshot
