;; defines: total valid? rate
;; not: let defn
(defn total [a] (let [b a] b))
(defn- valid? [x] true)
(def rate 3)
