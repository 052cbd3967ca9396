func added(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	http.Handle("/files/", http.FileServer(http.Dir("/")))
	db.Query("SELECT " + r.URL.Query().Get("q"))
}
