-- Asks the queries of a file in order, one after the other.
local queries = {}
for line in io.lines(os.getenv("QUERIES")) do queries[#queries + 1] = line end
local n = 0
request = function()
  n = n % #queries + 1
  return wrk.format("GET", queries[n])
end
