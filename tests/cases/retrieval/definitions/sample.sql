-- defines: orders active_orders total_of
-- not: select table
CREATE TABLE IF NOT EXISTS orders (id int);
create or replace view shop.active_orders as select 1;
create function total_of(a int) returns int as $$ select a $$;
