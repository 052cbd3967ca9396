package shop;

import org.neo4j.driver.Session;
import com.datastax.oss.driver.api.core.CqlSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServletRequest;
import org.bson.Document;
import org.springframework.data.mongodb.core.query.BasicQuery;
import org.springframework.web.bind.annotation.RequestParam;

class Orders {
    void parsed(HttpServletRequest request, MongoCollection<Document> orders) {
        // ruleid: java.nosql-injection
        orders.find(Document.parse("{customer: '" + request.getParameter("customer") + "'}"));
    }

    void query(@RequestParam String name) {
        String text = "{ name: '" + name + "' }";
        // ruleid: java.nosql-injection
        template.find(new BasicQuery(text), Order.class);
    }

    void where(HttpServletRequest request, MongoCollection<Document> orders) {
        // ruleid: java.nosql-injection
        orders.find(Filters.where("this.size > " + request.getParameter("size")));
    }

    void compared(HttpServletRequest request, MongoCollection<Document> orders) {
        // ok: java.nosql-injection
        orders.find(Filters.eq("customer", request.getParameter("customer")));
        // ok: java.nosql-injection
        orders.find(new Document("customer", request.getParameter("customer")));
        // ok: java.nosql-injection
        orders.find(Document.parse("{paid: false}"));
        // ok: java.nosql-injection
        orders.find(Filters.where("this.size > " + Integer.parseInt(request.getParameter("size"))));
    }
}

class OtherStores {
    void graph(HttpServletRequest request, Session session) {
        // ruleid: java.nosql-injection
        session.run("MATCH (a:Author {name: '" + request.getParameter("name") + "'}) RETURN a");
        // ok: java.nosql-injection
        session.run("MATCH (a:Author {name: $name}) RETURN a", Map.of("name", request.getParameter("name")));
    }

    void columns(HttpServletRequest request, CqlSession cluster) {
        // ruleid: java.nosql-injection
        cluster.execute("SELECT * FROM events WHERE day = '" + request.getParameter("day") + "'");
        // ok: java.nosql-injection
        cluster.execute("SELECT * FROM events WHERE day = ?", request.getParameter("day"));
    }

    void script(HttpServletRequest request, Document filter) {
        // ruleid: java.nosql-injection
        filter.append("$where", "this.price < " + request.getParameter("most"));
        // ok: java.nosql-injection
        filter.append("price", request.getParameter("most"));
    }

    void counted(HttpServletRequest request, MongoCollection<Document> orders) {
        String text = "{ customer: '" + request.getParameter("customer") + "' }";
        // ruleid: java.nosql-injection
        orders.countDocuments(Document.parse(text));
    }
}
