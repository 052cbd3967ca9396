-- defines: Main Tree Name Shape area insertAll Wrapper
-- not: Show Eq where
module Main where
data Tree a = Leaf
newtype Wrapper = Wrapper Int
type Name = String
class (Eq a, Show a) => Shape a where
  inner :: a -> Int
instance Show (Tree a) where
area :: Shape a => a -> Double
insertAll :: [a] -> Tree a
