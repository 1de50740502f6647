// Package archtest proves that the tree keeps to its architecture: which
// package may import which, where each library lives, what no package may do.
//
// Its test parses the .go files itself, in the test's own process. A test that
// ran the go command would be cached by it, and could report a pass over a
// violation that has been added since.
package archtest
