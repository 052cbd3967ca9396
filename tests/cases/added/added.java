class Added {
    void added(javax.servlet.http.HttpServletRequest request, java.sql.Statement statement) throws Exception {
        java.security.KeyPairGenerator pair = java.security.KeyPairGenerator.getInstance("RSA");
        pair.initialize(1024);
        statement.executeQuery("SELECT " + request.getParameter("q"));
    }
}
