-- Ten recommendations for a person drawn by chance, of what the library remembers of them.
package.path = os.getenv('LOAD') .. '/?.lua;' .. package.path
local people = tonumber(os.getenv('PEOPLE'))

function request()
  return wrk.format('GET', '/api/users/user' .. math.random(0, people - 1) .. '/recommendations?limit=10')
end

done = require('report').done('person')
