import { ApolloServer } from "@apollo/server";
import { graphqlHTTP } from "express-graphql";

// ruleid: js.graphql-schema-open
export const open = new ApolloServer({ typeDefs, resolvers, introspection: true });
// ruleid: js.graphql-schema-open
app.use("/graphql", graphqlHTTP({ schema, graphiql: true }));
// ruleid: js.graphql-schema-open
export const page = new ApolloServer({ typeDefs, resolvers, playground: true });

// ok: js.graphql-schema-open
export const closed = new ApolloServer({ typeDefs, resolvers, introspection: false });
// ok: js.graphql-schema-open
export const byMode = new ApolloServer({ typeDefs, resolvers, introspection: !isProduction });
// ok: js.graphql-schema-open
app.use("/graphql", graphqlHTTP({ schema }));
