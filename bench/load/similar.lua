-- Pictures similar to one drawn by chance, twenty of them.
package.path = os.getenv('LOAD') .. '/?.lua;' .. package.path
local pictures = tonumber(os.getenv('PICTURES'))

function request()
  return wrk.format('GET', '/api/images/' .. math.random(pictures) .. '/similar?limit=20')
end

done = require('report').done('similar')
