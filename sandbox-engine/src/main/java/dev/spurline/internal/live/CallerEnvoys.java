// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import dev.spurline.PreflightException;
import dev.spurline.internal.live.CallerProxies.ProxyObservation;
import dev.spurline.internal.live.CallerProxies.RouteName;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.EnvoyLines;
import dev.spurline.internal.routing.ForkMember;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether the Envoys of those who may call the forks obey what requests say of them. */
final class CallerEnvoys {

    private static final Logger LOG = LoggerFactory.getLogger(CallerEnvoys.class);

    private final SandboxPlan plan;
    private final CallerProxies proxies;
    private final int port;

    /**
     * Prepares to ask.
     *
     * @param proxies the Envoys
     * @param port their admin port
     */
    CallerEnvoys(SandboxPlan plan, CallerProxies proxies, int port) {
        this.plan = plan;
        this.proxies = proxies;
        this.port = port;
    }

    /**
     * Asks all of them once.
     *
     * @return how it is known that they obey
     * @throws PreflightException if some answer, and none obeys: no request would reach a fork by way of another workload
     */
    RouteLiveness check() {
        List<RouteName> names = plan.members().stream()
                .map(member -> new RouteName(member.name(), member.namespace(), member.service()))
                .toList();
        List<CompletableFuture<ProxyObservation>> looks = proxies.appear(namespace -> names, () -> true);
        List<ProxyObservation> seen =
                looks.stream().map(CompletableFuture::join).toList();
        List<ProxyObservation> answers =
                seen.stream().filter(sight -> !sight.blind()).toList();
        if (answers.isEmpty()) {
            LOG.info(
                    "Whether callers' Envoys obey what requests of sandbox {} say cannot be observed: {}",
                    plan.key(),
                    seen.isEmpty()
                            ? "no caller with a ready pod was found"
                            : seen.get(0).reason());
            return RouteLiveness.UNSEEN;
        }
        return judge(answers);
    }

    private RouteLiveness judge(List<ProxyObservation> answers) {
        List<ForkMember> ignored = plan.members().stream()
                .filter(member ->
                        answers.stream().allMatch(sight -> sight.wrong().contains(member.name())))
                .toList();
        if (ignored.size() == plan.members().size()) {
            throw new PreflightException(refusal(answers, ignored.get(0)));
        }
        ignored.forEach(member -> LOG.warn(
                "No Envoy of {} obeys [{}]: only what a test itself sends to Service [{}/{}] reaches its fork. If others call it, add to their configuration:\n{}",
                pods(answers),
                member.name(),
                member.namespace(),
                member.service(),
                lines(member)));
        return RouteLiveness.OBEYED;
    }

    private String refusal(List<ProxyObservation> answers, ForkMember member) {
        return "No Envoy of the callers obeys staging overrides for Service [%s/%s]: the pages [/config_dump] on port [%d] of the pods %s do not show an expression for [%s], in the virtual host and in its route, that takes the header of this sandbox's requests. Configure the Envoys of those who call it as docs/envoy.md says, for this Service with the lines below; if they are others, name them with %s, or their port with %s; if only tests call it, set %s=direct\n%s"
                .formatted(
                        member.namespace(),
                        member.service(),
                        port,
                        pods(answers),
                        member.name(),
                        Setting.CALLERS.key(),
                        Setting.ENVOY_ADMIN_PORT.key(),
                        Setting.ROUTING.key(),
                        lines(member));
    }

    private String lines(ForkMember member) {
        boolean secret = plan.headers().getOrDefault("baggage", "").contains(member + ".");
        return EnvoyLines.of(member, "cluster.local", member.service(), secret);
    }

    private static List<String> pods(List<ProxyObservation> answers) {
        return answers.stream()
                .map(sight -> sight.proxy().namespace() + "/" + sight.proxy().pod())
                .toList();
    }
}
