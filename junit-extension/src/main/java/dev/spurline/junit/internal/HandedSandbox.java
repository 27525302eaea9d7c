// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.ComparedRequest;
import dev.spurline.Comparison;
import dev.spurline.Diagnosis;
import dev.spurline.EvidenceReport;
import dev.spurline.JobResult;
import dev.spurline.KeyTrace;
import dev.spurline.LiveFork;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.TraceRequest;
import dev.spurline.framework.TestViews;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The sandbox as tests get it: it remembers where the ways in are and who used them, and JUnit alone closes it. */
final class HandedSandbox implements LiveSandbox {

    private final LiveSandbox live;
    private final EntryAuthorities entries;
    private final TestLedger ledger;
    private final String owner;
    private final Optional<String> test;

    HandedSandbox(LiveSandbox live, EntryAuthorities entries, TestLedger ledger, String owner, Optional<String> test) {
        this.live = live;
        this.entries = entries;
        this.ledger = ledger;
        this.owner = owner;
        this.test = test;
    }

    /** Returns the same sandbox on behalf of a test. */
    HandedSandbox of(Optional<String> uniqueId) {
        return new HandedSandbox(live, entries, ledger, owner, uniqueId);
    }

    /** Returns it as its engine has it. */
    LiveSandbox live() {
        return live;
    }

    /** Remembers that requests of some clients are not counted. */
    void notCounted(Class<?> client) {
        ledger.notCounted(client.getSimpleName());
    }

    KeyCarrier carrier() {
        return new KeyCarrier(this::headers, entries, ledger, test, this::tell);
    }

    @Override
    public RoutingKey key() {
        return live.key();
    }

    @Override
    public String namespace() {
        return live.namespace();
    }

    @Override
    public Map<String, String> headers() {
        return headers(numberOfHeaders());
    }

    private Map<String, String> headers(OptionalInt number) {
        return view(number).headers();
    }

    /** Of a sandbox that belongs to several tests, headers may be kept, and sent by any of them. */
    private OptionalInt numberOfHeaders() {
        return test.isPresent() ? ledger.number(test) : ledger.commonNumber();
    }

    private LiveSandbox view(OptionalInt number) {
        return number.isPresent() ? TestViews.of(live, number.getAsInt()) : live;
    }

    private LiveSandbox ofTest() {
        return view(ledger.number(test));
    }

    @Override
    public URI uri(String service) {
        return entries.add(live.uri(service));
    }

    @Override
    public URI baselineUri(String service) {
        return live.baselineUri(service);
    }

    @Override
    public List<LiveFork> forks() {
        return live.forks();
    }

    @Override
    public JobResult run(String workload) {
        ledger.sent(test);
        return ofTest().run(workload);
    }

    @Override
    public JobResult run(String workload, Duration limit) {
        ledger.sent(test);
        return ofTest().run(workload, limit);
    }

    @Override
    public Comparison compare(ComparedRequest request) {
        OptionalInt number = numberOfHeaders();
        // What was reached is looked for by the number that headers() have.
        Comparison comparison = (number.isPresent() ? view(number) : ofTest()).compare(request);
        ledger.compared(test, ReportValues.comparison(comparison, RunRecorder.cleaning(live)));
        return comparison;
    }

    @Override
    public void sent(URI uri) {
        ledger.sent(test);
        tell(uri);
    }

    private void tell(URI uri) {
        ofTest().sent(uri);
    }

    @Override
    public KeyTrace trace(TraceRequest request) {
        ledger.sent(test);
        return ofTest().trace(request);
    }

    @Override
    public EvidenceReport evidence() {
        return live.evidence();
    }

    @Override
    public Diagnosis diagnosis() {
        return live.diagnosis();
    }

    @Override
    public Diagnosis diagnosis(Duration window) {
        return live.diagnosis(window);
    }

    /**
     * Refuses: other tests may still need the sandbox.
     *
     * @throws SandboxException always
     */
    @Override
    public void close() {
        throw new SandboxException(("Sandbox [%s] belongs to [%s] and is closed by JUnit: leave close() alone,"
                        + " or open a sandbox of your own with SandboxEngine")
                .formatted(live.key(), owner));
    }
}
