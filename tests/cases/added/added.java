class Added {
    void added(HttpServletRequest request, Statement statement) throws Exception {
        MessageDigest mark = MessageDigest.getInstance("MD5");
        statement.executeQuery("SELECT " + request.getParameter("q"));
    }
}
