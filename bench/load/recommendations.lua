-- Ten recommendations for five likes drawn by chance.
package.path = os.getenv('LOAD') .. '/?.lua;' .. package.path
local pictures = tonumber(os.getenv('PICTURES'))

function request()
  -- Apart from each other, so that none is named twice.
  local likes = {}
  for like = 0, 4 do
    likes[like + 1] = like * math.floor(pictures / 5) + math.random(math.floor(pictures / 5))
  end
  local body = '{"positive":[' .. table.concat(likes, ',') .. '],"limit":10}'
  return wrk.format('POST', '/api/recommendations', { ['Content-Type'] = 'application/json' }, body)
end

done = require('report').done('recommendations')
