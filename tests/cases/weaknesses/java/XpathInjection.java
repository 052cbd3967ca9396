package com.acme.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.xml.namespace.QName;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathVariableResolver;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class CatalogLookups {
    enum Shelf { FICTION, SCIENCE, TRAVEL }

    record Credentials(String login, String pin) {}

    private Document catalog;
    private Document accounts;

    // unsafe: xpath-injection
    @PostMapping("/kiosk/session")
    public boolean signIn(@RequestBody Credentials credentials) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String path = "/accounts/account[login='" + credentials.login()
                + "' and pin='" + credentials.pin() + "']";
        Node account = (Node) xpath.evaluate(path, accounts, XPathConstants.NODE);
        return account != null;
    }

    // safe: xpath-injection - the values are variables of the expression
    @PostMapping("/desk/session")
    public boolean checkIn(@RequestBody Credentials credentials) throws XPathExpressionException {
        Map<String, String> values = Map.of("login", credentials.login(), "pin", credentials.pin());
        XPath xpath = XPathFactory.newInstance().newXPath();
        xpath.setXPathVariableResolver((QName name) -> values.get(name.getLocalPart()));
        String path = "/accounts/account[login=$login and pin=$pin]";
        Node account = (Node) xpath.evaluate(path, accounts, XPathConstants.NODE);
        return account != null;
    }

    // unsafe: xpath-injection - compiled from a formatted string
    public int copies(HttpServletRequest request) throws XPathExpressionException {
        String title = request.getParameter("title");
        XPathExpression expression = XPathFactory.newInstance()
                .newXPath()
                .compile(String.format("count(//book[title=\"%s\"]/copy)", title));
        return ((Double) expression.evaluate(catalog, XPathConstants.NUMBER)).intValue();
    }

    // safe: xpath-injection - the parameter is a number
    public int year(HttpServletRequest request) throws XPathExpressionException {
        int from = Integer.parseInt(request.getParameter("year"));
        XPathExpression expression = XPathFactory.newInstance()
                .newXPath()
                .compile(String.format("count(//book[year>=%d])", from));
        return ((Double) expression.evaluate(catalog, XPathConstants.NUMBER)).intValue();
    }

    // unsafe: xpath-injection - only the single quote is looked for, the expression uses double quotes
    @GetMapping("/authors/{name}/titles")
    public List<String> titles(@PathVariable String name) throws XPathExpressionException {
        if (name.indexOf('\'') >= 0) {
            return List.of();
        }
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath()
                .evaluate("//book[author=\"" + name + "\"]/title", catalog, XPathConstants.NODESET);
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            titles.add(nodes.item(i).getTextContent());
        }
        return titles;
    }

    // safe: xpath-injection - neither quote can come through, checked before use
    @GetMapping("/publishers/{name}/titles")
    public List<String> publisherTitles(@PathVariable String name) throws XPathExpressionException {
        if (!name.matches("[\\p{L}\\d .-]{1,80}")) {
            return List.of();
        }
        NodeList nodes = (NodeList) XPathFactory.newInstance().newXPath()
                .evaluate("//book[publisher=\"" + name + "\"]/title", catalog, XPathConstants.NODESET);
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            titles.add(nodes.item(i).getTextContent());
        }
        return titles;
    }

    // unsafe: xpath-injection - the cookie goes into the expression
    public String branchAddress(HttpServletRequest request) throws XPathExpressionException {
        Map<String, String> settings = new HashMap<>();
        settings.put("branch", "central");
        for (Cookie cookie : request.getCookies()) {
            settings.put(cookie.getName(), cookie.getValue());
        }
        StringBuilder path = new StringBuilder("//branch[@id='");
        path.append(settings.get("branch")).append("']/address");
        return XPathFactory.newInstance().newXPath().evaluate(path.toString(), catalog);
    }

    // safe: xpath-injection - overwritten before use
    public String headquarters(HttpServletRequest request) throws XPathExpressionException {
        String branch = request.getParameter("branch");
        if (branch != null) {
            request.setAttribute("requestedBranch", branch);
        }
        branch = "central";
        StringBuilder path = new StringBuilder("//branch[@id='");
        path.append(branch).append("']/address");
        return XPathFactory.newInstance().newXPath().evaluate(path.toString(), catalog);
    }

    // safe: xpath-injection - an enumeration
    @GetMapping("/shelves")
    public String shelfLabel(@RequestParam("shelf") String name) throws XPathExpressionException {
        Shelf shelf = Shelf.valueOf(name.toUpperCase(Locale.ROOT));
        XPath xpath = XPathFactory.newInstance().newXPath();
        return xpath.evaluate("//shelf[@code='" + shelf + "']/label", catalog);
    }

    // safe: xpath-injection - a resolver class holds the value
    static class IsbnResolver implements XPathVariableResolver {
        private final String isbn;

        IsbnResolver(String isbn) {
            this.isbn = isbn;
        }

        @Override
        public Object resolveVariable(QName name) {
            return "isbn".equals(name.getLocalPart()) ? isbn : null;
        }

        static String price(Document books, HttpServletRequest request) throws XPathExpressionException {
            XPath xpath = XPathFactory.newInstance().newXPath();
            xpath.setXPathVariableResolver(new IsbnResolver(request.getParameter("isbn")));
            return xpath.evaluate("//book[@isbn=$isbn]/price", books);
        }
    }
}
