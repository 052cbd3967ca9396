package shop;

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
