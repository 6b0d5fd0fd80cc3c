kindred=${1:-http://127.0.0.1:5123}
picture=${2:-sofa.jpg}

# ann likes a picture; then what would she choose next?
curl --silent --request PUT $kindred/api/users/ann/interactions/1 --json '{"kind":"like"}'
curl --silent "$kindred/api/users/ann/recommendations?limit=5"

# Similar pictures: to one of the gallery, or to one from anywhere.
curl --silent "$kindred/api/images/1/similar?limit=5"
curl --silent --form image=@$picture "$kindred/api/search?limit=5"
