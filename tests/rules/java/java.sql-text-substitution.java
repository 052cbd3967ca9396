package shop;

import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.springframework.beans.factory.annotation.Value;

interface ItemMapper {
    // ruleid: java.sql-text-substitution
    @Select("SELECT * FROM items WHERE name = '${name}'")
    Item byName(@Param("name") String name);

    // ruleid: java.sql-text-substitution
    @Delete("DELETE FROM items WHERE id IN (${ids})")
    void remove(@Param("ids") String ids);

    // ruleid: java.sql-text-substitution
    @Update({"UPDATE items SET name = ${name} WHERE id = #{id}"})
    void rename(@Param("id") long id, @Param("name") String name);

    // ok: java.sql-text-substitution
    @Select("SELECT * FROM items WHERE name = #{name}")
    Item bound(@Param("name") String name);

    // ok: java.sql-text-substitution
    @Select("SELECT * FROM ${table}")
    java.util.List<Item> all(@Param("table") String table);
}

class Settings {
    // ok: java.sql-text-substitution
    @Value("${shop.name}")
    String name;
}
