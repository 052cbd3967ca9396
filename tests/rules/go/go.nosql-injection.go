package orders

import (
	"net/http"
	"strconv"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo"
)

func where(w http.ResponseWriter, r *http.Request, orders *mongo.Collection) {
	// ruleid: go.nosql-injection
	found, err := orders.Find(r.Context(), bson.M{"$where": "this.customer == '" + r.FormValue("customer") + "'"})
	use(found, err)
}

func document(r *http.Request, orders *mongo.Collection) {
	size := r.URL.Query().Get("size")
	// ruleid: go.nosql-injection
	found, err := orders.Find(r.Context(), bson.D{{Key: "$where", Value: "this.size > " + size}})
	use(found, err)
}

func parsed(r *http.Request, orders *mongo.Collection) {
	var filter bson.M
	// ruleid: go.nosql-injection
	err := bson.UnmarshalExtJSON([]byte(r.FormValue("filter")), true, &filter)
	use(orders.Find(r.Context(), filter))
	use(err)
}

func compared(r *http.Request, orders *mongo.Collection) {
	// ok: go.nosql-injection
	found, err := orders.Find(r.Context(), bson.M{"customer": r.FormValue("customer")})
	use(found, err)
}

func constant(r *http.Request, orders *mongo.Collection) {
	// ok: go.nosql-injection
	found, err := orders.Find(r.Context(), bson.M{"$where": "this.paid < this.total"})
	use(found, err)
}

func numbered(r *http.Request, orders *mongo.Collection) {
	size, err := strconv.Atoi(r.FormValue("size"))
	if err != nil {
		return
	}
	// ok: go.nosql-injection
	use(orders.Find(r.Context(), bson.M{"$where": "this.size > " + strconv.Itoa(size)}))
}
