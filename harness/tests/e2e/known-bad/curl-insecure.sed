# curl target.yaml
# the option that everybody pastes
s/^    - --silent$/    - --insecure/
