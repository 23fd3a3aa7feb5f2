// A Go program with the emitted headers and receiver. Called as: site FOLDER PORT
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, os.Args[1]+"/page.html")
	})
	mux.HandleFunc(ReportsPath, ReceiveReports)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[2], SecurityHeaders(mux)))
}
