package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Deadlines with clocks of the test, and once with those of the machine. */
class SlotDeadlineTest {
  private final AtomicLong clock = new AtomicLong(5);
  private final AtomicLong processor = new AtomicLong(7);

  private SlotDeadline deadline() {
    SlotDeadline deadline = new SlotDeadline(10, clock::get, thread -> processor.get());
    deadline.begin();
    return deadline;
  }

  private static void pass(AtomicLong clock, long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void timeOfOtherProgramsDoesNotCount() {
    SlotDeadline deadline = deadline();
    pass(clock, 39);
    pass(processor, 9);
    assertFalse(deadline.expired());
    assertEquals(39, deadline.elapsedSeconds(), 1e-6);
    pass(processor, 1);
    assertTrue(deadline.expired());
  }

  @Test
  void aThreadThatOnlyWaitsMeetsTheWiderLimit() {
    SlotDeadline deadline = deadline();
    pass(clock, 40);
    assertTrue(deadline.expired());
    assertFalse(deadline.isOver(1));
    pass(clock, 1);
    assertTrue(deadline.isOver(1));
  }

  @Test
  void withoutProcessorTimeTheClockDecides() {
    processor.set(-1);
    SlotDeadline deadline = deadline();
    pass(clock, 9);
    assertFalse(deadline.expired());
    pass(clock, 1);
    assertTrue(deadline.expired());
  }

  @Test
  void anAbandonedTrialExpiresAtOnce() {
    SlotDeadline deadline = deadline();
    deadline.abandon();
    assertTrue(deadline.expired());
  }

  @Test
  void workThatSleepsIsNotTimedOutAtItsLimitOfProcessorTime() throws Exception {
    try (TrialSlot slot = new TrialSlot()) {
      TrialSlot.Ending<Boolean> ending =
          slot.run(
              deadline -> {
                while (deadline.elapsedSeconds() < 0.6) {
                  Thread.onSpinWait();
                  sleep();
                }
                return deadline.expired();
              },
              0.5);
      assertEquals(false, assertInstanceOf(TrialSlot.Ending.Returned.class, ending).value());
    }
  }

  @Test
  void workThatComputesIsTimedOutByItself() throws Exception {
    try (TrialSlot slot = new TrialSlot()) {
      TrialSlot.Ending<Double> ending =
          slot.run(
              deadline -> {
                while (!deadline.expired()) {
                  Thread.onSpinWait();
                }
                return deadline.elapsedSeconds();
              },
              0.05);
      assertInstanceOf(TrialSlot.Ending.Returned.class, ending);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
