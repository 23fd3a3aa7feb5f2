# A Rails application with the emitted initializers of a folder, and a route that matches every path.
# Called as: rails_site.rb FOLDER PORT
require "rails"
require "action_controller/railtie"
require_relative "../quiet_puma"

FOLDER, PORT = ARGV

class PagesController < ActionController::Base
  protect_from_forgery with: :exception
  def page = render(html: File.read("#{FOLDER}/page.html").html_safe)
end

class Site < Rails::Application
  config.root = FOLDER
  config.eager_load = false
  config.consider_all_requests_local = false
  config.secret_key_base = "x" * 64
  config.hosts.clear
  config.logger = Logger.new($stderr, formatter: ->(_, _, _, message) { "#{message}\n" })
  config.log_level = :warn
  initializer("headstrong") do
    load "#{FOLDER}/headstrong.rb"
    load "#{FOLDER}/headstrong_reports.rb"
  end
end
Site.initialize!
Site.routes.draw { match "*path", to: "pages#page", via: :all; root to: "pages#page" }

run_quiet_puma(Site, PORT, 4)
