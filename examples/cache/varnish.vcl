# A metered site out of Varnish's cache. Run the service beside it:
#
#   SITE=https://news.example PAYWALL_SECRET=… TOKEN=… PROMPTS_FILE=prompts.json REDIS_URL=… npx metered-paywall serve
#
# Here the site listens on 8080. Of each article it makes two pages, by the request's `Paywall-Variant`: `full` or `teaser`. It names
# the article on both (`Paywall-Article`, `Paywall-Access`), says by `Surrogate-Control` how long Varnish may keep them, and has a place
# for the prompt: <esi:include src="/_paywall/prompt"/>. It never sees a reader.
#
# A view goes three ways, by two restarts: to the teaser in the cache, which tells whether this is an article and which; to the
# service, for the decision; and to the page of that variant in the cache. What is missing or moved is thus never counted.

vcl 4.1;

import std;

backend site {
    .host = "127.0.0.1";
    .port = "8080";
}

backend service {
    .host = "127.0.0.1";
    .port = "8787";
    .connect_timeout = 1s;
    .first_byte_timeout = 1s;
    .between_bytes_timeout = 1s;
}

# Who may have an article made anew, once it has changed: the site, as by: curl -X PURGE http://127.0.0.1/news/tides
acl site_itself {
    "localhost";
}

# What is kept of the view from one restart to the next: X-Paywall-Step, which is `page`, `decision`,
# `show`, `take-back` or `prompt`, and the rest.
sub paywall_forget {
    unset req.http.X-Paywall-Step;
    unset req.http.X-Paywall-Url;
    unset req.http.X-Paywall-Asked;
    unset req.http.X-Paywall-Cookie;
    unset req.http.X-Paywall-Article;
    unset req.http.X-Paywall-Access;
    unset req.http.X-Paywall-Variant;
    unset req.http.X-Paywall-Said;
    unset req.http.X-Paywall-View;
    unset req.http.X-Paywall-Pass;
    unset req.http.X-Paywall-Take-Back;
    unset req.http.X-Paywall-Failed;
    unset req.http.X-Paywall-Location;
    unset req.http.Paywall;
    unset req.http.Paywall-View;
    unset req.http.Paywall-Take-Back;
    unset req.http.Paywall-Token;
    unset req.http.Paywall-Variant;
    unset req.http.Paywall-Article;
    unset req.http.Paywall-Access;
}

sub vcl_recv {
    set req.backend_hint = site;

    if (req.esi_level > 0) {
        # The prompt or the wall in the page, in the words of the decision on this view. Of `free` there is none.
        call paywall_forget;
        if (req.url !~ "^/_paywall/prompt(\?|$)" || !req_top.http.X-Paywall-View) {
            return (synth(204));
        }
        if (req_top.http.X-Paywall-Said ~ "^free" && req.url !~ "[?&]part=") {
            return (synth(204));
        }
        set req.http.X-Paywall-Step = "prompt";
        set req.url = regsub(req.url, "^/_paywall/prompt", "/prompt");
        set req.http.X-Paywall-View = req_top.http.X-Paywall-View;
        set req.http.X-Paywall-Asked = req_top.http.X-Paywall-Asked;
        # A prompt that was dismissed is not even sent.
        if (req_top.http.X-Paywall-Cookie ~ "(^|; *)paywall-dismissed=(prompt|last) *(;|$)") {
            set req.http.X-Paywall-Cookie = regsub(req_top.http.X-Paywall-Cookie, "^(?:.*; *|)(paywall-dismissed=(?:prompt|last)) *(?:;.*|)$", "\1");
        }
        # It says the same to all who have read as many articles, so that most come from the cache.
        set req.backend_hint = service;
        unset req.http.Cookie;
        return (hash);
    }

    if (req.restarts == 0) {
        # Whoever asks cannot claim to be the cache.
        call paywall_forget;

        if (req.url ~ "^/paywall/") {
            # What readers' browsers ask of the prompts.
            set req.backend_hint = service;
            return (pass);
        }
        if (req.url !~ "^/news/") {
            # The rest of the site; cache it as you like.
            return (pass);
        }
        if (req.method == "PURGE") {
            if (client.ip !~ site_itself) {
                return (synth(405));
            }
            if (std.ban("obj.http.X-Paywall-Url == " + req.url)) {
                return (synth(204));
            }
            return (synth(500));
        }
        if (req.method != "GET" && req.method != "HEAD") {
            return (pass);
        }

        # The address without what campaigns add to it.
        set req.http.X-Paywall-Asked = req.url;
        set req.http.X-Paywall-Url = regsuball(req.url, "(?<=[?&])(?:utm_[^&=]*|fbclid|gclid)(?:=[^&]*)?(?:&|$)", "");
        set req.http.X-Paywall-Url = regsub(req.http.X-Paywall-Url, "[?&]+$", "");
        set req.http.X-Paywall-Cookie = req.http.Cookie;
        unset req.http.Cookie;
        # A browser that holds the wall or the article must not be told that it still stands, nor join a part of one to the other.
        unset req.http.Range;
        unset req.http.If-Range;
        unset req.http.If-None-Match;
        unset req.http.If-Modified-Since;
        unset req.http.Authorization;
        # 1. Is it an article, and which? Asked of the teaser.
        set req.http.X-Paywall-Step = "page";
        set req.http.X-Paywall-Variant = "teaser";
    }

    if (req.http.X-Paywall-Step == "decision") {
        # 2. What does this reader see of it?
        set req.url = "/forward-auth";
        set req.backend_hint = service;
        return (pass);
    }
    if (req.http.X-Paywall-Step == "take-back") {
        # It showed no article after all: the same question once more, by its name.
        set req.url = "/take-back";
        set req.backend_hint = service;
        return (pass);
    }

    # 3. That page.
    set req.url = req.http.X-Paywall-Url;
    return (hash);
}

sub vcl_hash {
    hash_data(req.url);
    hash_data(req.http.Host);
    hash_data(req.http.X-Paywall-Variant);
    if (req.http.X-Paywall-Step == "prompt") {
        hash_data(req.http.X-Paywall-View);
        hash_data(req.http.X-Paywall-Asked);
        hash_data(req.http.X-Paywall-Cookie);
    }
    return (lookup);
}

sub vcl_backend_fetch {
    unset bereq.http.X-Paywall-Pass;
    unset bereq.http.X-Paywall-Said;
    unset bereq.http.X-Paywall-Failed;
    unset bereq.http.X-Paywall-Location;
    unset bereq.http.X-Forwarded-Host;
    if (bereq.http.X-Paywall-Step == "decision" || bereq.http.X-Paywall-Step == "take-back") {
        # What the service goes by, besides what the reader's browser says of itself and of the request.
        set bereq.http.X-Original-Method = bereq.method;
        set bereq.http.X-Original-URI = bereq.http.X-Paywall-Asked;
        unset bereq.http.X-Forwarded-Method;
        unset bereq.http.X-Forwarded-Uri;
        set bereq.method = "GET";
        set bereq.http.Authorization = "Bearer TOKEN";
        set bereq.http.Paywall-Article = bereq.http.X-Paywall-Article;
        set bereq.http.Paywall-Access = bereq.http.X-Paywall-Access;
        # With ACCOUNT_COOKIE the service finds the site's own session among these, and knows whose it is.
        set bereq.http.Cookie = bereq.http.X-Paywall-Cookie;
        if (bereq.http.X-Paywall-Step == "take-back") {
            set bereq.http.Paywall-Take-Back = bereq.http.X-Paywall-Take-Back;
        }
    } elsif (bereq.http.X-Paywall-Step == "prompt") {
        set bereq.method = "GET";
        set bereq.http.Authorization = "Bearer TOKEN";
        set bereq.http.X-Original-Method = "GET";
        set bereq.http.X-Original-URI = bereq.http.X-Paywall-Asked;
        unset bereq.http.X-Forwarded-Method;
        unset bereq.http.X-Forwarded-Uri;
        unset bereq.http.Accept-Encoding;
        set bereq.http.Paywall-View = bereq.http.X-Paywall-View;
        unset bereq.http.Cookie;
        if (bereq.http.X-Paywall-Cookie) {
            set bereq.http.Cookie = bereq.http.X-Paywall-Cookie;
        }
    } elsif (bereq.http.X-Paywall-Step) {
        # As nobody. The site speaks to this cache alone.
        set bereq.http.Paywall-Token = "VARIANT_TOKEN";
        set bereq.http.Paywall-Variant = bereq.http.X-Paywall-Variant;
        unset bereq.http.Cookie;
        unset bereq.http.Authorization;
        unset bereq.http.User-Agent;
        unset bereq.http.Referer;
        unset bereq.http.Accept-Language;
        unset bereq.http.X-Forwarded-For;
        unset bereq.http.X-Original-URI;
        unset bereq.http.X-Original-Method;
        unset bereq.http.X-Forwarded-Uri;
        unset bereq.http.X-Forwarded-Method;
    }
    if (bereq.http.X-Paywall-Step != "page" && bereq.http.X-Paywall-Step != "show") {
        unset bereq.http.X-Paywall-Url;
    }
    unset bereq.http.X-Paywall-Asked;
    unset bereq.http.X-Paywall-Cookie;
    unset bereq.http.X-Paywall-View;
    unset bereq.http.X-Paywall-Article;
    unset bereq.http.X-Paywall-Access;
    unset bereq.http.X-Paywall-Take-Back;
    return (fetch);
}

sub vcl_backend_response {
    if (bereq.http.X-Paywall-Step == "prompt") {
        set beresp.ttl = 1m;
        set beresp.grace = 0s;
        if (beresp.status != 200) {
            set beresp.ttl = 0s;
            set beresp.uncacheable = true;
        }
        return (deliver);
    }
    if (bereq.uncacheable || (bereq.http.X-Paywall-Step != "page" && bereq.http.X-Paywall-Step != "show")) {
        return (deliver);
    }
    # What the site has failed to make anew is shown as it was.
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
    # Kept as long as the site says to this cache alone; a page with a cookie never.
    if (beresp.http.Surrogate-Control ~ "max-age=[1-9]" && !beresp.http.Set-Cookie && beresp.status < 500) {
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^.*max-age=(\d+).*$", "\1s"), 0s);
        # An old page is shown while a new one is made, and while the site fails.
        set beresp.grace = 1h;
    } else {
        set beresp.uncacheable = true;
        set beresp.ttl = 1s;
    }
    set beresp.http.X-Paywall-Url = bereq.url;
    # Varnish would keep one for each reader.
    unset beresp.http.Vary;
    if (beresp.http.Content-Type ~ "^text/html") {
        set beresp.do_esi = true;
    }
    return (deliver);
}

sub vcl_deliver {
    if (req.esi_level > 0) {
        # Where the service is out, there is no prompt.
        if (resp.status != 200) {
            return (synth(204));
        }
        return (deliver);
    }

    if (req.http.X-Paywall-Step == "page") {
        if (resp.status == 200 && resp.http.Paywall-Article) {
            set req.http.X-Paywall-Article = resp.http.Paywall-Article;
            set req.http.X-Paywall-Access = resp.http.Paywall-Access;
            set req.http.X-Paywall-Step = "decision";
            return (restart);
        }
        # No article: the same page for all, or an error, or a redirect.
        set resp.http.Cache-Control = "private, no-cache";
        unset resp.http.Vary;
    } elsif (req.http.X-Paywall-Step == "decision") {
        set req.http.X-Paywall-Step = "show";
        if (resp.status == 200 && resp.http.Paywall-Variant == "full") {
            set req.http.X-Paywall-Variant = "full";
        } elsif (resp.http.Paywall-Answer) {
            # What the service answers instead of the page: to a speculative request, to an article asked for as an image or a
            # script, or to an AI crawler.
            unset resp.http.Paywall-Answer;
            return (deliver);
        } elsif (resp.status >= 500) {
            # A choice: while the service is out, it is the teaser. With `full` all articles are open then, also to a reader who
            # keeps the service busy on purpose. A question that it refuses opens nothing.
            set req.http.X-Paywall-Variant = "teaser";
        }
        if (resp.status == 200) {
            set req.http.X-Paywall-Said = resp.http.Paywall;
            set req.http.X-Paywall-View = resp.http.Paywall-View;
            set req.http.X-Paywall-Pass = resp.http.Set-Cookie;
            set req.http.X-Paywall-Take-Back = resp.http.Paywall-Take-Back;
        }
        return (restart);
    } elsif (req.http.X-Paywall-Step == "take-back") {
        return (synth(std.integer(req.http.X-Paywall-Failed, 502)));
    } elsif (req.http.X-Paywall-Step == "show") {
        # A page that ended in an error or a redirect after all: what was counted is taken back.
        if ((resp.status < 200 || resp.status >= 300) && req.http.X-Paywall-Take-Back ~ ".") {
            set req.http.X-Paywall-Failed = resp.status;
            set req.http.X-Paywall-Location = resp.http.Location;
            set req.http.X-Paywall-Step = "take-back";
            return (restart);
        }
        # Nobody keeps a wall, so that whoever registers does not see it again; and no other cache what is for one reader.
        if (req.http.X-Paywall-Variant == "full") {
            set resp.http.Cache-Control = "private, no-cache";
            set resp.http.Vary = "Cookie";
        } else {
            set resp.http.Cache-Control = "private, no-store";
            set resp.http.Vary = "*";
        }
        unset resp.http.Set-Cookie;
        # And its reader gets no pass.
        if (resp.status >= 200 && resp.status < 300 && req.http.X-Paywall-Said ~ ".") {
            set resp.http.Paywall = req.http.X-Paywall-Said;
            # A field that was not there is an empty one here.
            if (req.http.X-Paywall-Pass ~ ".") {
                set resp.http.Set-Cookie = req.http.X-Paywall-Pass;
            }
        }
    } else {
        unset resp.http.Paywall-Article;
        unset resp.http.Paywall-Access;
        return (deliver);
    }

    # What is between the site and its caches.
    unset resp.http.X-Paywall-Url;
    unset resp.http.Paywall-Article;
    unset resp.http.Paywall-Access;
    unset resp.http.Paywall-Variant;
    unset resp.http.Surrogate-Control;
    unset resp.http.X-Accel-Expires;
    unset resp.http.CDN-Cache-Control;
    unset resp.http.Expires;
    unset resp.http.ETag;
    unset resp.http.Last-Modified;
    unset resp.http.Age;
    unset resp.http.Via;
    unset resp.http.X-Varnish;
    return (deliver);
}

sub vcl_synth {
    if (resp.status == 204) {
        set resp.body = "";
        return (deliver);
    }
    if (req.http.X-Paywall-Failed) {
        set resp.http.Cache-Control = "private, no-store";
        if (req.http.X-Paywall-Location) {
            set resp.http.Location = req.http.X-Paywall-Location;
        }
    }
}
