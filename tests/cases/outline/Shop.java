/* Licensed to somebody. */
package com.example.shop;

import com.example.db.Table;
import static com.example.db.Table.open;
import com.example.web.*;

/**
 * Sells things.
 * @author nobody
 */
@Service
public class Shop<T> extends Base implements Seller {
  private static final int LIMIT = 30, MORE = 2;
  public static final String KEY = "geheim";
  int count;

  Shop() {}

  // Sells one.
  @Override
  public int sell(int amount) throws Sold { int local = 1; return local; }

  enum Size { SMALL, LARGE }
  record Row(int id) { Row { } }
  interface Seller { void sell(); int MOST = 2; }
  @interface Marked { }
}
