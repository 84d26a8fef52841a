using Descent.Numerics;

namespace Descent.Tests.Numerics.Threading;

public class TeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void EveryShareIsDoneExactlyOnceBeforeRunReturns(int members)
    {
        using Team team = new(members);
        Counting work = new(members);
        for (int round = 1; round <= 500; round++)
        {
            team.Run(work);
            Assert.All(work.Done, done => Assert.Equal(round, done));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void SleepingMembersWake(int members)
    {
        using Team team = new(members);
        Counting work = new(members);
        for (int round = 1; round <= 3; round++)
        {
            team.Run(work);
            Assert.All(work.Done, done => Assert.Equal(round, done));
            Thread.Sleep(200);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AFailureArrivesAndTheTeamGoesOn(int members)
    {
        using Team team = new(members);
        Counting work = new(members);
        for (int member = 0; member < members; member++)
        {
            int failing = member;
            Assert.Equal($"share {failing}", Assert.Throws<InvalidOperationException>(() => team.Run(new Failing(m => m == failing))).Message);
            team.Run(work);
            Assert.All(work.Done, done => Assert.Equal(failing + 1, done));
        }
    }

    [Fact]
    public void WhenAllSharesFailTheNextRoundStartsAfresh()
    {
        using Team team = new(3);
        Counting work = new(3);
        Assert.Equal("share 0", Assert.Throws<InvalidOperationException>(() => team.Run(new Failing(_ => true))).Message);
        team.Run(work);
        Assert.All(work.Done, done => Assert.Equal(1, done));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ADisposedTeamRefusesWork(int members)
    {
        Team team = new(members);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new Counting(members)));
    }

    [Fact]
    public void ATeamHasAtLeastOneMember() => Assert.Throws<ArgumentOutOfRangeException>("members", () => new Team(0));

    private sealed class Counting(int members) : ITeamWork
    {
        public int[] Done { get; } = new int[members];

        public void Execute(int member, int members)
        {
            Assert.Equal(Done.Length, members);
            Interlocked.Increment(ref Done[member]);
        }
    }

    private sealed class Failing(Predicate<int> fails) : ITeamWork
    {
        public void Execute(int member, int members)
        {
            if (fails(member))
            {
                throw new InvalidOperationException($"share {member}");
            }
        }
    }
}
