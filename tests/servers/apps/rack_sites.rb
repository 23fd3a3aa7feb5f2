# Serves the Sinatra applications site0 ... siteN-1, each behind its own emitted middleware of a folder.
# Called as: rack_sites.rb FOLDER COUNT PORT
require "sinatra/base"
require_relative "quiet_puma"

FOLDER, COUNT, PORT = ARGV

class Pages < Sinatra::Base
  set :environment, :production
  set :show_exceptions, false
  set :raise_errors, false
  set :dump_errors, false
  set :public_folder, "#{FOLDER}/public"

  # Headers that the application had before; they must be replaced, not doubled. Rack::Protection has others.
  before { headers "X-T0" => "from-the-application", "Content-Security-Policy" => "default-src *" }
  get("/") { %(<script nonce="#{request.env["headstrong.nonce"]}"></script>) }
  get("/old") { redirect "/new" }
  get("/denied") { halt 403 }
  get("/fail") { raise "meant to fail" }
  get("/tagged") do
    etag "a"
    "ok"
  end
end

sites = (0...COUNT.to_i).to_h do |i|
  # The emitted class lives in a module of its own, so that the sites don't share it.
  own = Module.new
  load "#{FOLDER}/site#{i}.rb", own
  ["site#{i}", own::HeadstrongHeaders.new(Pages)]
end
run_quiet_puma(->(env) { sites[env["HTTP_HOST"]].call(env) }, PORT, 4)
