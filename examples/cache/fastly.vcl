# A metered site out of Fastly's cache, as custom VCL. Not run in our tests, which have no Fastly: the same three ways of a view are
# tested in varnish.vcl, and the service's answer in tests/service-caches.test.ts.
#
# Two backends: `F_site`, which makes two pages of each article by `Paywall-Variant` and names the article on both (`Paywall-Article`,
# `Paywall-Access`, `Surrogate-Control`), and `F_paywall`, the service. Two tokens in a private dictionary, `paywall`: `token`, the
# service's TOKEN, and `variant_token`, the site's.
#
# The prompt, `<esi:include src="/_paywall/prompt"/>` in the page, is asked of the service by an ESI subrequest, as in varnish.vcl, and
# kept for a minute for all who are to see the same. What differs from there: a subrequest is a new request with a copy of the fields
# of its page's, and `X-View` among them is the decision. Try that on your service: where it is not copied, pages have no prompt, and
# the small script shows it (docs/prompts.md). And a page that fails after the decision brings no pass, but is not taken back: that
# would take a third restart, which leaves none for Fastly's own.
#
# Of three restarts that Fastly allows, two are taken: page, check, show. Clustering is off after the first, hence
# Fastly-Force-Shield, or each node would keep pages of its own.
#
# Fastly's published recipe "Enforce a paywall using an origin API" works with the same service, unchanged: have the site send
# `Paywall: https://paywall.news.example/check?article=7&access=metered` with each article. It asks there with the reader's fields, and
# goes by `Paywall-Result` (`ALLOW` or `BLOCK`) and `Paywall-Meta` (the decision). It sends no token, so let Fastly's addresses alone
# reach a service without TOKEN; and it hands on no pass, so add to its last step what is marked with (*) below.

sub vcl_recv {
#FASTLY recv

  if (req.is_esi_subreq) {
    # The prompt or the wall in the page, in the words of the decision on this view. Of `free` there is none.
    if (req.url.path != "/_paywall/prompt" || !req.http.X-View || (req.http.X-Decision ~ "^free" && req.url !~ "[?&]part=")) {
      error 204;
    }
    set req.backend = F_paywall;
    set req.http.X-Step = "prompt";
    set req.url = regsub(req.url, "^/_paywall/prompt", "/prompt");
    set req.http.Authorization = "Bearer " table.lookup(paywall, "token");
    set req.http.X-Original-Method = "GET";
    set req.http.X-Original-URI = req.http.X-Asked;
    set req.http.Paywall-View = req.http.X-View;
    # A prompt that was dismissed is not even sent; of other cookies it knows nothing.
    set req.http.X-Dismissed = regsub(req.http.X-Reader, "^(?:.*; *|)(paywall-dismissed=(?:prompt|last)) *(?:;.*|)$", "\1");
    unset req.http.Cookie;
    if (req.http.X-Dismissed ~ "^paywall-dismissed=") {
      set req.http.Cookie = req.http.X-Dismissed;
    }
    return(lookup);
  }

  if (fastly.ff.visits_this_service == 0 && req.restarts == 0) {
    # Whoever asks cannot claim to be the cache.
    unset req.http.Paywall;
    unset req.http.Paywall-Token;
    unset req.http.Paywall-Variant;
    unset req.http.Paywall-Article;
    unset req.http.Paywall-Access;
    unset req.http.Paywall-View;
    unset req.http.X-Step;
    unset req.http.X-Pass;
    unset req.http.X-Decision;
    unset req.http.X-View;
    unset req.http.X-Dismissed;

    set req.backend = F_site;
    if (req.method != "GET" && req.method != "HEAD" && req.method != "FASTLYPURGE") {
      return(pass);
    }
    if (req.url.path !~ "^/news/") {
      # The rest of the site; cache it as you like.
      return(lookup);
    }

    # 1. Is it an article, and which? Asked of the teaser.
    set req.http.X-Asked = req.url;
    set req.http.X-Reader = req.http.Cookie;
    set req.url = querystring.regfilter(req.url, "^(utm_.*|fbclid|gclid)$");
    set req.http.X-Url = req.url;
    unset req.http.Cookie;
    unset req.http.Authorization;
    # A browser that holds the wall or the article must not be told that it still stands, nor join a part of one to the other.
    unset req.http.Range;
    unset req.http.If-Range;
    unset req.http.If-None-Match;
    unset req.http.If-Modified-Since;
    set req.http.X-Step = "page";
    set req.http.Paywall-Variant = "teaser";
    set req.http.Paywall-Token = table.lookup(paywall, "variant_token");
    return(lookup);
  }

  if (req.http.X-Step == "check") {
    # 2. What does this reader see of it?
    set req.backend = F_paywall;
    set req.url = "/check?article=" req.http.Paywall-Article "&access=" req.http.Paywall-Access;
    set req.http.Authorization = "Bearer " table.lookup(paywall, "token");
    # With ACCOUNT_COOKIE the service finds the site's own session among these, and knows whose it is.
    set req.http.Cookie = req.http.X-Reader;
    set req.http.X-Forwarded-For = req.http.Fastly-Client-IP;
    unset req.http.Paywall-Token;
    return(pass);
  }

  if (req.http.X-Step == "show") {
    # 3. That page.
    set req.backend = F_site;
    set req.url = req.http.X-Url;
    set req.http.Fastly-Force-Shield = "1";
    set req.http.Paywall-Token = table.lookup(paywall, "variant_token");
    unset req.http.Cookie;
    unset req.http.Authorization;
    unset req.http.Paywall-Article;
    unset req.http.Paywall-Access;
    return(lookup);
  }
  return(lookup);
}

sub vcl_hash {
  set req.hash += req.url;
  set req.hash += req.http.host;
  set req.hash += req.http.Paywall-Variant;
  if (req.http.X-Step == "prompt") {
    set req.hash += req.http.X-View;
    set req.hash += req.http.X-Asked;
    set req.hash += req.http.Cookie;
  }
#FASTLY hash
  return(hash);
}

sub vcl_fetch {
#FASTLY fetch
  if (req.http.X-Step == "prompt") {
    # It says the same to all who have read as many articles.
    set beresp.ttl = if(beresp.status == 200, 60s, 0s);
    return(deliver);
  }
  if (req.backend == F_paywall) {
    return(pass);
  }
  if (req.http.X-Step) {
    # What the site has failed to make anew is shown as it was.
    if (beresp.status >= 500 && stale.exists) {
      return(deliver_stale);
    }
    # Kept as long as the site says to this cache alone; a page with a cookie never.
    if (beresp.http.Set-Cookie || beresp.http.Surrogate-Control !~ "max-age=[1-9]" || beresp.status >= 500) {
      return(pass);
    }
    set beresp.stale_while_revalidate = 60s;
    set beresp.stale_if_error = 3600s;
    unset beresp.http.Vary;
    if (beresp.http.Content-Type ~ "^text/html") {
      esi;
    }
  }
  return(deliver);
}

sub vcl_error {
#FASTLY error
  if (obj.status == 204) {
    synthetic "";
    return(deliver);
  }
}

sub vcl_deliver {
#FASTLY deliver
  if (req.http.X-Step == "prompt") {
    # Where the service is out, there is no prompt.
    if (resp.status != 200) {
      error 204;
    }
    return(deliver);
  }
  if (req.http.X-Step == "page") {
    if (resp.status == 200 && resp.http.Paywall-Article) {
      set req.http.Paywall-Article = resp.http.Paywall-Article;
      set req.http.Paywall-Access = if(resp.http.Paywall-Access, resp.http.Paywall-Access, "metered");
      set req.http.X-Step = "check";
      restart;
    }
    # No article: the same page for all, or an error, or a redirect.
    set resp.http.Cache-Control = "private, no-cache";
  } else if (req.http.X-Step == "check") {
    set req.http.X-Step = "show";
    # A choice: while the service is out, it is the teaser. A question that it refuses opens nothing.
    set req.http.Paywall-Variant = if(resp.status == 200 && resp.http.Paywall-Result == "ALLOW", "full", "teaser");
    if (resp.status == 200) {
      set req.http.X-Decision = resp.http.Paywall-Meta;
      set req.http.X-View = resp.http.Paywall-View;
      # (*) The reader's new pass.
      set req.http.X-Pass = resp.http.Set-Cookie;
    }
    restart;
  } else if (req.http.X-Step == "show") {
    # Nobody keeps a wall, so that whoever registers does not see it again; and no other cache what is for one reader.
    if (req.http.Paywall-Variant == "full") {
      set resp.http.Cache-Control = "private, no-cache";
      set resp.http.Vary = "Cookie";
    } else {
      set resp.http.Cache-Control = "private, no-store";
      set resp.http.Vary = "*";
    }
    unset resp.http.Set-Cookie;
    # A page that ended in an error after all showed no article: its reader gets no pass.
    if (resp.status == 200 && req.http.X-Decision) {
      set resp.http.Paywall = req.http.X-Decision;
      if (req.http.X-Pass) {
        # (*)
        set resp.http.Set-Cookie = req.http.X-Pass;
      }
    }
  }
  # What is between the site and its caches.
  unset resp.http.Paywall-Article;
  unset resp.http.Paywall-Access;
  unset resp.http.Paywall-Variant;
  unset resp.http.Surrogate-Control;
  unset resp.http.X-Accel-Expires;
  if (req.http.X-Step) {
    unset resp.http.ETag;
    unset resp.http.Last-Modified;
    unset resp.http.Expires;
    unset resp.http.Age;
  }
  return(deliver);
}
