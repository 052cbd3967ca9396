func added(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	mark := md5.Sum(nil)
	db.Query("SELECT " + r.URL.Query().Get("q"))
}
