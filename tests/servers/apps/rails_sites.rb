# Serves the applications site0 ... siteN-1, each hardened by its own initializer in a folder.
# Called as: rails_sites.rb FOLDER COUNT PORT [GEM]
require "rails"
require "action_controller/railtie"
require_relative "quiet_puma"

FOLDER, COUNT, PORT, GEM = ARGV
require GEM if GEM

class PagesController < ActionController::Base
  # Headers that the application had before; they must be replaced, not doubled.
  before_action do
    response.headers["X-T0"] = "from-the-application"
    response.headers["Content-Security-Policy"] = "default-src *"
  end

  def page
    nonce = respond_to?(:content_security_policy_nonce, true) ? helpers.content_security_policy_nonce.to_s : ""
    nonce = request.env["headstrong.nonce"].to_s if nonce.empty?
    render html: %(<script nonce="#{nonce}"></script>).html_safe
  end

  def old = redirect_to("/new")
  def denied = head(:forbidden)
  def failing = raise("meant to fail")
end

# Rails 7 freezes the folders of its loader once an application is set up; the next one has its own.
def forget_folders
  %i[autoload_paths autoload_once_paths].each do |name|
    ActiveSupport::Dependencies.public_send("#{name}=", []) if ActiveSupport::Dependencies.public_send(name).frozen?
  end
end

def make_app(number)
  forget_folders
  Object.const_set("Site#{number}", Class.new(Rails::Application))
  app = Rails.application = Object.const_get("Site#{number}").instance
  app.config.root = FOLDER
  app.config.eager_load = false
  app.config.consider_all_requests_local = false
  app.config.secret_key_base = "x" * 64
  app.config.hosts.clear
  app.config.logger = Logger.new(IO::NULL)
  app.config.public_file_server.enabled = true
  # The emitted class lives in a module of its own, so that the sites don't share it.
  app.initializer("headstrong") { load "#{FOLDER}/site#{number}.rb", true }
  app.initialize!
  app.routes.draw do
    get "/", to: "pages#page"
    get "/old", to: "pages#old"
    get "/denied", to: "pages#denied"
    get "/fail", to: "pages#failing"
  end
  app
end

# secure_headers has one configuration a process: each site's is put in its place as a request comes.
def configuration_of_gem
  SecureHeaders::Configuration.instance_variable_get(:@default_config)
end

def forget_configuration_of_gem
  %i[@default_config @overrides].each do |name|
    next unless SecureHeaders::Configuration.instance_variable_defined?(name)

    SecureHeaders::Configuration.remove_instance_variable(name)
  end
end

configurations = {}
sites = (0...COUNT.to_i).to_h do |i|
  forget_configuration_of_gem if GEM
  app = make_app(i)
  configurations["site#{i}"] = configuration_of_gem if GEM
  ["site#{i}", app]
end
dispatch = lambda do |env|
  name = env["HTTP_HOST"]
  SecureHeaders::Configuration.instance_variable_set(:@default_config, configurations[name]) if GEM
  sites[name].call(env)
end
run_quiet_puma(dispatch, PORT, GEM ? 1 : 4)
