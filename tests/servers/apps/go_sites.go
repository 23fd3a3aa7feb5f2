// Serves the packages site0 ... siteN-1, each hardened by its own file, told apart by the Host header.
// Called as: sites FOLDER PORT
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
)

func application(nonce func(*http.Request) string, folder string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, "<script nonce=\"%s\"></script>", nonce(r))
	})
	mux.HandleFunc("/fail", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "meant to fail", 500) })
	mux.HandleFunc("/denied", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "denied", 403) })
	mux.Handle("/old", http.RedirectHandler("/new", http.StatusFound))
	mux.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir(folder+"/static"))))
	return mux
}

func main() {
	sites := map[string]http.Handler{}
	for i, site := range all {
		sites[fmt.Sprintf("site%d", i)] = site(os.Args[1])
	}
	log.SetOutput(os.NewFile(0, os.DevNull))
	server := &http.Server{Addr: "127.0.0.1:" + os.Args[2], Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if site, is := sites[strings.Split(r.Host, ":")[0]]; is {
			site.ServeHTTP(w, r)
		}
	})}
	log.Fatal(server.ListenAndServe())
}
