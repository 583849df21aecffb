package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// mostListed is how many matches are read aloud at once.
const mostListed = 10

// userList is the account's users, read in the background while the operator types.
type userList struct {
	read  chan struct{} // closed when the reading has ended; what follows is valid then
	users directory.Users
	err   error // why it is incomplete
	told  bool  // that was said
}

func (c *conversation) readUsers() *userList {
	r := &userList{read: make(chan struct{})}
	client, account := c.account.Client(), c.account.View
	go func() {
		defer close(r.read)
		var listing iamclient.Listing
		for marker, limit := "", int32(iamclient.FirstPage); ; limit = iamclient.FullPage {
			users, next, err := c.page(client, marker, limit)
			if err == nil && next != "" {
				err = listing.Follow("ListUsers", len(users), next)
			}
			if r.err = err; r.err != nil {
				return
			}
			r.users.Add(account, users)
			if marker = next; marker == "" {
				return
			}
		}
	}()
	return r
}

// page reads a page of the users, and tells of its pauses where somebody waits for it.
func (c *conversation) page(client *iamclient.Client, marker string, limit int32) (users []iamclient.User, next string, err error) {
	ctx, cancel := context.WithTimeout(c.ctx, readTime)
	defer cancel()
	return client.Users(ctx, marker, limit, func(p iamclient.Progress) {
		if c.audible.Load() {
			c.waits(p, "")
		}
	})
}

// everybody waits for the account's users to be read. Where that failed it says why, and tries again with the next name;
// not where the operator may not list users, which stays so.
func (c *conversation) everybody() (*userList, error) {
	r := c.users
	select {
	case <-r.read:
	default:
		c.say("Reading the account's users.")
		c.audible.Store(true)
		defer c.audible.Store(false)
		select {
		case <-r.read:
		case <-c.ctx.Done():
		}
	}
	if c.ctx.Err() != nil {
		return nil, context.Cause(c.ctx)
	}
	if c.meet(r.err) {
		return c.everybody()
	}
	if r.err != nil && !r.told {
		r.told = true
		what := explain.Unlisted(r.err, explain.Context{Caller: c.account.Identity(), Profile: c.account.Endpoint().Profile, Again: "the next name"})
		if iamclient.KindOf(r.err) == iamclient.KindDenied {
			what.Remedy = "an exact user name still works."
		} else {
			c.users = c.readUsers()
		}
		what.Remedy = text.Capital(what.Remedy)
		c.tell(what)
	}
	return r, nil
}

const whomHelp = "Type a user's exact name, or a part of it: upper and lower case do not matter. Of several matches, " +
	"type the number. An empty line ends the program; ctrl+d does at any question, and changes nothing."

// whom asks for a user, until there is one to serve. It is io.EOF where the operator is done.
func (c *conversation) whom() (directory.User, error) {
	for {
		line, err := c.first, error(nil)
		if c.first = ""; line == "" {
			line, err = c.ask("User name, or part of it: ", whomHelp)
		}
		if err != nil {
			return directory.User{}, err
		}
		if line == "" {
			return directory.User{}, io.EOF
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(c.listed) {
			return c.listed[n-1], nil
		}
		user, err := c.search(line)
		if err != nil || user.Name != "" {
			return user, err
		}
	}
}

// search finds the user of that name, or lists those whom the query means; the target is empty then.
func (c *conversation) search(words string) (directory.User, error) {
	c.listed = nil
	query, err := directory.Parse(words, directory.Saved(c.account.Rails()))
	if mistake, ok := errors.AsType[*directory.QueryError](err); ok {
		c.say(mistake.Sentence())
		return directory.User{}, nil
	}
	r, err := c.everybody()
	if err != nil {
		return directory.User{}, err
	}
	d := &r.users
	d.Narrow(query, time.Now())
	n := d.Len()
	switch {
	case n == 0:
		return c.unlisted(words, r.err == nil)
	case n == 1:
		return d.At(0).Whose(), nil
	case d.Exact():
		c.say(fmt.Sprintf("%s is the exact name of a user; %s more match.", text.Clean(d.At(0).Name), text.Thousands(n-1)))
		return d.At(0).Whose(), nil
	}
	c.say(fmt.Sprintf("%s users match %s:", text.Thousands(n), words))
	for i := range min(n, mostListed) {
		user := d.At(i).Whose()
		c.listed = append(c.listed, user)
		c.say(fmt.Sprintf("%d. %s, path %s", i+1, text.Clean(user.Name), text.Clean(user.Path)))
	}
	if n > mostListed {
		c.say("And " + text.Thousands(n-mostListed) + " more: type more of the name.")
	}
	c.say("Type a number to choose one.")
	return directory.User{}, nil
}

// unlisted asks AWS for a user of exactly that name whom no list has: one may be new, or the list not to be had.
func (c *conversation) unlisted(name string, complete bool) (directory.User, error) {
	if directory.IsUserName(name) {
		user, err := c.user(name)
		switch kind := iamclient.KindOf(err); {
		case err == nil:
			return c.account.Read(user), nil
		case c.ctx.Err() != nil:
			return directory.User{}, c.ctx.Err()
		case c.meet(err):
			return c.search(name)
		case kind == iamclient.KindDenied && !complete:
			return c.account.Typed(name), nil
		case kind != iamclient.KindNoSuchUser && !complete:
			c.tell(explain.AtPrompt(err, explain.Context{Caller: c.account.Identity(), Profile: c.account.Endpoint().Profile, Again: "typing the name again"}))
			return directory.User{}, nil
		}
	}
	if !complete {
		c.say("There is no user of exactly the name " + name + ".")
		return directory.User{}, nil
	}
	c.say("No user matches " + name + ". The person may sign in through IAM Identity Center, or to another account.")
	return directory.User{}, nil
}

// user reads what is known of a user.
func (c *conversation) user(name string) (iamclient.User, error) {
	ctx, cancel := context.WithTimeout(c.ctx, readTime)
	defer cancel()
	return c.account.Client().User(ctx, name)
}
