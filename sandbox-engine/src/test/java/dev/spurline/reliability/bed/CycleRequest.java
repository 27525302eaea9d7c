// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A request of a cycle, told apart from the others by what it asks for: requests that are sent at once come in any order.
 *
 * @param request the verb, the path and the name, without what is different in each cycle
 * @param occurrence which of those that look the same, from 1
 */
public record CycleRequest(String request, int occurrence) {

    private static final Pattern ENGINE = Pattern.compile("spurline-engine-[a-z0-9]+");
    private static final Pattern POD = Pattern.compile("/pods/[^/]+");

    /** Describes a request of a cycle in a lane. */
    public static String describe(ProxiedRequest request, TestLane lane, String key) {
        String path = request.path().replaceFirst("^/apis?/([^/]+/)?v[0-9][a-z0-9]*/namespaces/", "");
        String verb =
                request.watch() ? "WATCH" : request.tunnel() ? "TUNNEL" : request.dryRun() ? "DRY RUN" : request.verb();
        String text = "%s %s %s".formatted(verb, path, request.created()).strip();
        String here =
                text.replace(lane.home(), "home").replace(lane.other(), "other").replace(key, "KEY");
        return POD.matcher(ENGINE.matcher(here).replaceAll("spurline-engine-ID"))
                .replaceAll("/pods/POD");
    }

    /** Returns a rule that does something to this request of a cycle, and nothing to all others. */
    public Function<ProxiedRequest, Disturbance> rule(TestLane lane, String key, Disturbance disturbance) {
        AtomicInteger count = new AtomicInteger();
        return seen -> describe(seen, lane, key).equals(request) && count.incrementAndGet() == occurrence
                ? disturbance
                : Disturbance.NONE;
    }

    /** Returns whether it renews the lease, which a cycle does as often as it has time for. */
    public static boolean heartbeat(String request) {
        return request.startsWith("PATCH ") && request.endsWith("/jobs/spurline-engine-ID");
    }

    /** Returns the spots of a cycle; of the heartbeats, which are all the same, the first of each anchor. */
    public static List<CycleRequest> in(List<ProxiedRequest> requests, TestLane lane, String key) {
        Map<String, Integer> counts = new HashMap<>();
        List<CycleRequest> spots = new ArrayList<>();
        for (ProxiedRequest request : requests) {
            String what = describe(request, lane, key);
            int occurrence = counts.merge(what, 1, Integer::sum);
            if (occurrence == 1 || !heartbeat(what)) {
                spots.add(new CycleRequest(what, occurrence));
            }
        }
        return spots;
    }

    @Override
    public String toString() {
        return occurrence == 1 ? request : request + " (" + occurrence + ")";
    }
}
